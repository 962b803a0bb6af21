-- How many vacancies, counted beforehand. `level` names what a row is told apart by; the columns
-- it does not name are empty and count all, the ones it names are empty where it is not known.
SELECT
    coalesce(
        nullif(
            concat_ws(
                '+',
                CASE WHEN grouping(month) = 0 THEN 'month' END,
                CASE WHEN grouping(province) = 0 THEN 'province' END,
                CASE WHEN grouping(sector) = 0 THEN 'sector' END,
                CASE WHEN grouping(occupation) = 0 THEN 'occupation' END
            ),
            ''
        ),
        'all'
    ) AS level,
    month,
    province,
    sector,
    occupation,
    count(*)::INTEGER AS n,
    count(DISTINCT employer)::INTEGER AS employers,
    count(description_characters)::INTEGER AS n_described,
    count(coalesce(wage_min_idr, wage_max_idr))::INTEGER AS n_wage
FROM vacancies
GROUP BY GROUPING SETS (
    (),
    (month), (province), (sector), (occupation),
    (month, province), (month, sector), (month, occupation), (province, sector),
    (province, occupation),
    (month, province, sector), (month, province, occupation)
)
ORDER BY level, month, province, sector, occupation
