#!/usr/bin/env bash
# A Blender with a window, for machines that have none: Debian trixie's (4.3), in a root of its own.
#
#     scripts/get_blender.sh        prints the path of a `blender` to run, as its last line
#
# Beside it stands `blender-in-window`, the same on a screen of its own (Xvfb).
# Needs root on Debian or Ubuntu, and about four minutes and 1.5 GB the first time; it's kept in
# ~/.cache/meshy-for-blender (MESHY_DEV_CACHE moves it). The root sees the machine's files at
# their own paths, all but the system's; nothing is left mounted.
set -euo pipefail

cache="${MESHY_DEV_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/meshy-for-blender}"
root="$cache/trixie"
packages=blender,xvfb,xauth,xdotool,libgl1-mesa-dri,libegl1,libglx-mesa0,imagemagick
packages+=,python3-requests,python3-numpy,fonts-dejavu-core

fail() { echo "$1" >&2; exit 1; }

make_root() {
    [ "$(id -u)" = 0 ] || fail "Making a Blender needs root; install one and put it on the PATH instead."
    command -v apt-get >/dev/null || fail "Making a Blender needs Debian or Ubuntu."
    command -v debootstrap >/dev/null || { apt-get update -qq; apt-get install -y -qq debootstrap >&2; }
    # The mirror that this machine's own apt uses.
    mirror="$(apt-get indextargets --format '$(REPO_URI)' | grep -v security | head -n 1)"
    echo "Making a Debian root with Blender in $root (1.5 GB, once)…" >&2
    mkdir -p "$cache"
    rm -rf "$root.new"
    debootstrap --variant=minbase --include="$packages" trixie "$root.new" "$mirror" >"$cache/trixie.log" 2>&1 \
        || fail "debootstrap did not succeed: see $cache/trixie.log."
    ln -sf /proc/self/mounts "$root.new/etc/mtab"  # or Blender complains at every start
    mv "$root.new" "$root"
}

write_runner() {
    # A mount namespace of its own: nothing is left mounted, whatever ends the process.
    mkdir -p "$cache/bin"
    # Another run may be reading these: each is replaced at once, when it is whole.
    new="$(mktemp -d "$cache/bin/new.XXXXXX")"
    cat >"$new/in-root" <<EOF
#!/usr/bin/env bash
# Runs a program of this root; the files of the machine are where they are outside.
set -euo pipefail
if [ -z "\${MESHY_IN_ROOT:-}" ]; then
    MESHY_IN_ROOT=1 exec unshare --mount "\$0" "\$@"
fi
for folder in /*; do
    # All but what makes a system: that is the root's own.
    case "\$folder" in /bin | /boot | /etc | /lib* | /run | /sbin | /usr | /var) continue ;; esac
    [ -d "\$folder" ] && [ ! -L "\$folder" ] || continue
    mkdir -p "$root\$folder"
    mount --rbind "\$folder" "$root\$folder"
done
cp -f /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
unset MESHY_IN_ROOT
exec chroot "$root" /usr/bin/env -C "\$PWD" "\$@"
EOF
    cat >"$new/blender" <<EOF
#!/usr/bin/env bash
exec "$cache/bin/in-root" /usr/bin/blender "\$@"
EOF
    # Its window is on a screen that nobody sees: nothing gets in the way of whoever works here.
    cat >"$new/blender-in-window" <<EOF
#!/usr/bin/env bash
export LIBGL_ALWAYS_SOFTWARE=1
exec "$cache/bin/in-root" xvfb-run -a -s "-screen 0 1400x900x24" /usr/bin/blender "\$@"
EOF
    chmod +x "$new"/*
    mv -f "$new"/* "$cache/bin/"
    rmdir "$new"
}

[ -x "$root/usr/bin/blender" ] || make_root
write_runner
echo "$cache/bin/blender"
