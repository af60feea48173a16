"""A cursor that is reversed is seen where there are no colours; Textual's lists forget to reverse it."""

from __future__ import annotations

from textual.style import Style
from textual.widget import Widget

_get_visual_style = Widget.get_visual_style


def keep_reverse() -> None:
    """Have a `text-style: reverse` of a component class reach what is drawn as `Content`.

    `Widget.get_visual_style` copies every attribute of a text style but this one: the highlighted line of a
    list, the palette's too, then looks like all others in sixteen colours and in none.
    """
    Widget.get_visual_style = _get_style  # type: ignore[method-assign,assignment]


def _get_style(widget: Widget, *classes: str, partial: bool = False) -> Style:
    style = _get_visual_style(widget, *classes, partial=partial)
    is_reversed = any(widget.get_component_styles(name).text_style.reverse for name in classes)
    return style + Style(reverse=True) if is_reversed else style
