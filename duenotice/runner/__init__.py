"""The program that runs background jobs and recurring duties, beside the worker that sends messages."""
