"""Past the compositor: the lines of a widget that nothing stands over are the lines of the screen."""

from __future__ import annotations

from collections.abc import Iterator

from textual.geometry import Region
from textual.widget import Widget

from tui.ui.quiet.updates import Piece


def bare_region(widget: Widget) -> Region | None:
    """Where the current screen shows all of a widget and nothing before it; None where in any doubt."""
    if not widget.is_attached or widget.screen is not widget.app.screen or not widget.display:
        return None
    if widget._layout_required or widget.screen._layout_required or widget.screen._scroll_required:
        return None
    for other, (region, clip) in widget.screen._compositor.visible_widgets.items():  # from front to back
        if other is widget:
            return region if clip.contains_region(region) else None
        if region.intersection(clip).overlaps(widget.region):
            return None
    return None


def wanted_lines(widget: Widget, region: Region) -> Iterator[Piece]:
    """The lines that a widget wants to have drawn, drawn; the compositor will not draw them again."""
    dirty = widget._exchange_repaint_regions()
    widget._repaint_required = False
    rows = Region.from_union(dirty).intersection(region.reset_offset) if dirty else Region()
    crop = Region(0, rows.y, region.width, rows.height)
    for y, strip in enumerate(widget.render_lines(crop) if rows else (), region.y + rows.y):
        yield region.x, y, strip
