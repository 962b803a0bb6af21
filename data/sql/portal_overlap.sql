-- One row a pair of portals that show the same vacancies: how much the market would be counted
-- twice. A portal beside itself: vacancies it showed more than once.
WITH shown AS (
    SELECT vacancy_id, portal, count(*) AS times FROM postings GROUP BY vacancy_id, portal
), sizes AS (
    SELECT portal, count(*) AS vacancies FROM shown GROUP BY portal
), pairs AS (
    SELECT a.portal, b.portal AS other, count(*) AS n
    FROM shown a
    JOIN shown b USING (vacancy_id)
    WHERE a.portal < b.portal OR (a.portal = b.portal AND a.times > 1)
    GROUP BY a.portal, b.portal
)
SELECT
    p.portal,
    p.other,
    p.n::INTEGER AS n,
    a.vacancies::INTEGER AS portal_vacancies,
    b.vacancies::INTEGER AS other_vacancies,
    (p.n / least(a.vacancies, b.vacancies))::FLOAT AS share
FROM pairs p
JOIN sizes a ON a.portal = p.portal
JOIN sizes b ON b.portal = p.other
ORDER BY p.portal, p.other
