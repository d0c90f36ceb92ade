"""An extension that does nothing."""


def register():
    pass


def unregister():
    pass
