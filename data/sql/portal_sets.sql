-- One row a set of portals that a vacancy was seen on together: rows elsewhere name it by number.
SELECT portal_set, portals, count(*)::INTEGER AS n
FROM vacancies
GROUP BY portal_set, portals
ORDER BY portal_set
