-- One row a vacancy that asks for a skill of the taxonomy: how many, and the fields of work of
-- those that can be taught. A file of its own, for in the query of vacancies it would stand in
-- memory beside everything else.
WITH numbered AS (
    SELECT
        id,
        CASE WHEN kind <> 'soft' THEN dense_rank() OVER (ORDER BY "group") END::UTINYINT AS field
    FROM skill_reference
), named AS (
    SELECT list(DISTINCT "group" ORDER BY "group") AS names FROM skill_reference
), asked AS (
    SELECT DISTINCT vacancy_id, value FROM mention_stage WHERE what = 'skill' AND value IS NOT NULL
), counted AS (
    -- Numbers of fields, for lists of a byte each: of a million vacancies they are gigabytes else.
    SELECT
        a.vacancy_id,
        count(*)::USMALLINT AS skills,
        list(n.field ORDER BY n.field) FILTER (WHERE n.field IS NOT NULL) AS fields
    FROM asked a
    LEFT JOIN numbered n ON n.id = a.value
    GROUP BY a.vacancy_id
)
SELECT
    vacancy_id,
    skills,
    array_to_string(list_transform(fields, lambda field: names[field]), '|') AS fields
FROM counted, named
