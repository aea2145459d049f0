"""The commands, one module per group.

A module here exposes `register(app)`, which adds its commands to the app. Modules import what
they need inside the command, so that `--help` stays quick whatever the commands use.
"""
