-- How many described vacancies ask for a skill, counted beforehand; `level` as in vacancy_counts.
SELECT
    concat_ws(
        '+',
        CASE WHEN grouping(month) = 0 THEN 'month' END,
        CASE WHEN grouping(province) = 0 THEN 'province' END,
        CASE WHEN grouping(sector) = 0 THEN 'sector' END,
        CASE WHEN grouping(occupation) = 0 THEN 'occupation' END,
        'skill'
    ) AS level,
    month,
    province,
    sector,
    occupation,
    skill,
    count(*)::INTEGER AS n,
    count(DISTINCT employer)::INTEGER AS employers
FROM mentions
WHERE is_described
GROUP BY GROUPING SETS (
    (skill),
    (month, skill), (province, skill), (sector, skill), (occupation, skill),
    (month, province, skill)
)
ORDER BY level, month, province, sector, occupation, skill
