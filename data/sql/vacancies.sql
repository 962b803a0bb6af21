-- One row a vacancy; what its lead posting says speaks for it. Sorted for rankings by place.
SELECT
    vacancy_id,
    any_value(title) FILTER (is_lead) AS title,
    any_value(company) FILTER (is_lead) AS company,
    any_value(province) FILTER (is_lead) AS province,
    any_value(regency) FILTER (is_lead) AS regency,
    bool_or(is_remote) FILTER (is_lead) AS is_remote,
    min(posted_first) AS posted,
    strftime(min(posted_first), '%Y-%m') AS month,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    CASE WHEN count(closed_at) = count(*) THEN max(closed_at) END AS closed,
    any_value(wage_min_idr) FILTER (is_lead) AS wage_min_idr,
    any_value(wage_max_idr) FILTER (is_lead) AS wage_max_idr,
    any_value(wage_flags) FILTER (is_lead) AS wage_flags,
    any_value(employment_type) FILTER (is_lead) AS employment_type,
    count(*)::INTEGER AS postings
FROM stage
GROUP BY vacancy_id
ORDER BY province, regency, month, vacancy_id
