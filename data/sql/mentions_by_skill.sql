-- The rows of mentions sorted for trends: by skill and month.
SELECT * FROM mentions ORDER BY skill, month, vacancy
