"""Tables that services have beside their own."""

from sqlalchemy import MetaData

plumbing = MetaData()  # the event path's: every service
sealing = MetaData()  # the sealed columns': services that hold personal text
