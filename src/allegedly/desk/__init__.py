"""The web desk: reports with their claims, decided by key; events, places and ties to look at, in a browser."""

from allegedly.desk.application import create_app
from allegedly.desk.settings import Settings

__all__ = ["Settings", "create_app"]
