"""The worker: one process that takes due messages in hand and calls gateways, hundreds at a time, without a thread per message."""
