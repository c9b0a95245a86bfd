"""A knowledge base kept as Markdown and YAML: read, checked, indexed and turned into pages.

Data flows one way, and the modules stand in that order: `files` reads the tree, `yamltree` and `scan` give text a
structure with positions, `schema` makes records of it, `catalogue` holds them, `rules` judge them, `indexes` group
them, `pages` and `exports` write them out. Nothing here knows MkDocs, reads a clock or opens a connection.
"""
