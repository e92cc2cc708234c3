"""What people hold that stops working one day: the same family in each service that has such a thing."""

from collections.abc import Sequence

from shared.figures.declared import Figure


def links_expiring(service: str, kinds: Sequence[str]) -> Figure:
    """The family `yui_links_expiring` of a service whose links of these kinds have an end."""
    return Figure(
        service, "yui_links_expiring",
        "Links and addresses in use that end soon and were not renewed: calendar subscriptions, organisers' links.",
        labels={"kind": kinds, "within": ("7d",)},
    )  # fmt: skip
