"""What tests read off a sight, by code or by name."""


def counted(sight):
    """The lowest and highest values of the key numbers of a sight."""
    return {number.code: (number.low, number.high) for number in sight.numbers}


def notes(sight):
    """What is said beside the key numbers of a sight."""
    return {number.code: number.note for number in sight.numbers}


def named(lists):
    """The sources of ``;`` lists."""
    return {name for listed in lists for name in listed.split(";") if name}
