-- One row an hour in which a portal was looked at: what was seen on it tells when.
SELECT DISTINCT
    portal,
    to_timestamp(epoch_ms(moment) // 3600000 * 3600) AS hour
FROM (
    SELECT portal, first_seen AS moment FROM postings
    UNION ALL
    SELECT portal, last_seen FROM postings
)
WHERE moment IS NOT NULL
ORDER BY portal, hour
