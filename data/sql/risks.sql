-- One row a reason for caution in an advertisement, with the words it rests on.
SELECT
    m.value AS kind,
    m.text,
    m.field,
    v.month,
    v.province,
    v.regency,
    v.occupation,
    v.sector,
    v.employer,
    v.vacancy
FROM mention_stage m
JOIN vacancies v USING (vacancy_id)
WHERE m.what = 'risk'
ORDER BY m.value, v.month, v.vacancy, m.n
