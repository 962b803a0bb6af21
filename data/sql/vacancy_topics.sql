-- One row a vacancy with a title and the theme it was found to be of, with all that a question may
-- narrow by, so that no question needs a join.
SELECT
    v.vacancy,
    t.topic,
    t.probability,
    v.province,
    v.regency,
    v.occupation,
    v.occupation_digits,
    v.sector,
    v.month,
    v.posted,
    v.education_min,
    v.experience_min_years,
    v.remote,
    v.employer,
    v.portal_set,
    v.description_characters IS NOT NULL AS is_described,
    v.is_paid,
    CASE WHEN v.is_paid THEN v.wage_min_idr END AS wage_min_idr,
    CASE WHEN v.is_paid THEN v.wage_max_idr END AS wage_max_idr
FROM topic_stage t
JOIN vacancies v USING (vacancy_id)
ORDER BY t.topic, v.month, v.vacancy
