#!/bin/sh
# Prints "old" when this system's libstdc++ lacks the version that libLibTorchSharp.so asks for, "new" otherwise.
# A system without the glibc loader (musl), or without libstdc++, is none of our business: libtorch does not run there.
[ -e /lib64/ld-linux-x86-64.so.2 ] || { echo new; exit 0; }

listed=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | sed -n 's/^[[:space:]]*libstdc++\.so\.6 (libc6,x86-64[^)]*) => //p' | head -n 1)
for library in "$listed" /usr/lib/x86_64-linux-gnu/libstdc++.so.6 /lib/x86_64-linux-gnu/libstdc++.so.6 /usr/lib64/libstdc++.so.6 /usr/lib/libstdc++.so.6; do
    if [ -n "$library" ] && [ -r "$library" ]; then
        if grep -q -F GLIBCXX_3.4.32 "$library"; then echo new; else echo old; fi
        exit 0
    fi
done
echo new
