"""What was recorded and drawn before, and whether it is still true.

    fingerprint   digests of files: bytes, and source without its formatting
    store         entries on disk: whole or not there
    dependencies  what a trace depended on
    keys          which requests share a trace, which a picture
    verify        whether dependencies are as they were, and the first that is not
    index         what is known of files, so that most are only looked at
    painted       HTML of figures, signed by the user who painted it

Owns the order of these. Nothing in it imports torch, and nothing executable is
ever stored.
"""
