"""The projections as tables and a timeline: what is shown of them, and where Enter leads."""
