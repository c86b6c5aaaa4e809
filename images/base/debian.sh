#!/bin/sh
# Makes an image of a minimal Debian from Debian's own packages, for machines that can pull no image.
# Usage: debian.sh SUITE REFERENCE (buildah's storage comes from CONTAINERS_STORAGE_CONF)
set -eu
suite=$1
reference=$2

container=$(buildah from scratch)
trap 'buildah rm "$container" >/dev/null' EXIT
root=$(buildah mount "$container")

debootstrap --force-check-gpg --variant=minbase "$suite" "$root"

# Neither downloads nor documentation stay in this image or in those built on it.
cat > "$root/etc/apt/apt.conf.d/small" <<'CONF'
APT::Keep-Downloaded-Packages "false";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
CONF
cat > "$root/etc/dpkg/dpkg.cfg.d/small" <<'CONF'
path-exclude /usr/share/doc/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
CONF
rm -rf "$root"/usr/share/doc/* "$root"/usr/share/info/* "$root"/usr/share/locale/* "$root"/usr/share/man/*

# debootstrap names the mirror it used; security updates stand beside it.
sed --in-place "p; s|debian/\? $suite |debian-security $suite-security |" "$root/etc/apt/sources.list"
chroot "$root" apt-get update
chroot "$root" apt-get upgrade --yes
rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*

buildah umount "$container"
buildah config --cmd bash "$container"
buildah commit "$container" "$reference"
