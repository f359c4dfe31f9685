-- Some of what the vault has sealed, whosever it is.
(SELECT credential AS sealed FROM connections WHERE credential IS NOT NULL ORDER BY updated_at DESC LIMIT 50)
UNION ALL
(SELECT secrets FROM channels ORDER BY updated_at DESC LIMIT 50)
