"""The tables every service has beside its own: outbox, inbox, dead letters.

Each service's migrations include this metadata; the tables are declared by `shared.outbox.tables` and
`shared.bus.tables`, never by a service.
"""

from sqlalchemy import MetaData

plumbing = MetaData()
