-- One row a skill of the taxonomy, whether it is asked for or not.
SELECT id, name_id, name_en, kind, "group", subgroup
FROM skill_reference
ORDER BY id
