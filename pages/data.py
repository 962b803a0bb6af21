"""Data: every table behind the pages to take away, with its columns, licence and citation."""

from ui import data, data_tables, downloads, parts

meta = parts.require_snapshot().meta
downloads.prepare(meta)

chosen = data.choose_table(meta)
data.show_finding(meta)
data.show_formats()
data_tables.show_group(meta, "answer")
data_tables.show_group(meta, "snapshot")
data.show_package()
data_tables.show_dictionary(meta, chosen)
data.show_licence(meta, chosen)
data.show_left_out()
data.show_method()
data.show_next()
