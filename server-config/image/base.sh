#!/usr/bin/env bash
# Makes the base of the image without a registry: the C library of Debian and a Java runtime linked from the JDK that JAVA_HOME
# names. Writes base.tar, as "docker save" would, and components.json, what it is made of, for the SBOM of the image.
#
#   server-config/image/base.sh FOLDER
#
# The same packages and the same JDK make the same bytes.
set -euo pipefail

out=$(mkdir -p "$1" && cd "$1" && pwd)
# Debian's, and so is the mirror that is asked.
packages=(base-files libc-bin libc6 netbase tzdata)
# What the servers and the application ask for, and what is of use when something has to be found out (jcmd, JFR).
modules=java.se,jdk.attach,jdk.charsets,jdk.crypto.cryptoki,jdk.dynalink,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.localedata
modules+=,jdk.management,jdk.management.agent,jdk.management.jfr,jdk.naming.dns,jdk.naming.rmi,jdk.net,jdk.nio.mapmode
modules+=,jdk.sctp,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.xml.dom,jdk.zipfs

say() {
  echo "base.sh: $*" >&2
  exit 78
}

for program in apt-get dpkg-deb dpkg sha256sum tar gzip; do
  command -v "$program" > /dev/null || say "$program is not there: the base is made of Debian's packages"
done
jdk=${JAVA_HOME:-}
[ -x "$jdk/bin/jlink" ] || say "JAVA_HOME=$jdk is no JDK: it has no bin/jlink"
# shellcheck disable=SC1091
java_version=$(. "$jdk/release" && echo "$JAVA_VERSION")
[ "${java_version%%.*}" -ge 25 ] || say "JAVA_HOME=$jdk is Java $java_version: the image runs on 25 or later"

work=$(mktemp -d "$out/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root" "$work/debs" "$work/image"
chmod 755 "$root"

download() {
  (cd "$work/debs" && apt-get download -qq "${packages[@]}" > /dev/null 2> "$work/apt.log")
}
download || { apt-get update -qq > /dev/null && download; } || say "apt-get cannot download: $(tail -1 "$work/apt.log")"

# Only what runs: no programs, documentation, scripts. The libraries of /lib and /lib64 lie below /usr, as in Debian itself.
mkdir -p "$root"/usr/{bin,lib,lib64,share} "$root"/{etc,proc,sys,dev,run,tmp,var/lib/dpkg/status.d}
ln -s usr/bin "$root/bin"
ln -s usr/lib "$root/lib"
ln -s usr/lib64 "$root/lib64"
for deb in "$work"/debs/*.deb; do
  dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --keep-directory-symlink --no-same-owner --wildcards --wildcards-match-slash \
    --exclude='./bin/*' --exclude='./sbin/*' --exclude='./usr/bin/*' --exclude='./usr/sbin/*' --exclude='./usr/share/doc/*/[!c]*' \
    --exclude='./usr/share/doc/*/changelog*' --exclude='./usr/share/man*' --exclude='./usr/share/lintian*' \
    --exclude='./usr/share/base-files*' --exclude='./usr/lib/x86_64-linux-gnu/gconv*' --exclude='./lib/init*' \
    --exclude='./usr/share/info*' --exclude='./usr/share/dict*' --exclude='./usr/share/misc*' --exclude='./etc/profile*' \
    --exclude='./etc/skel*' --exclude='./etc/update-motd.d*' --exclude='./home*' --exclude='./root*' --exclude='./media*' \
    --exclude='./mnt*' --exclude='./opt*' --exclude='./srv*' --exclude='./boot*' --exclude='./usr/local*' --exclude='./usr/games*' \
    --exclude='./usr/src*' --exclude='./usr/include*' --exclude='./var/[!l]*' --exclude='./var/lo*' \
    --exclude='./usr/share/zoneinfo/right*' --exclude='./usr/share/zoneinfo/posix*'
  # Where scanners look for packages in an image without dpkg.
  dpkg-deb --field "$deb" Package Version Architecture Maintainer Source Homepage > "$root/var/lib/dpkg/status.d/$(dpkg-deb --field "$deb" Package)"
done
find "$root/usr/share/doc" -mindepth 1 -not -name copyright -type f -delete

printf '%s\n' 'root:x:0:0:root:/:/none' 'clda:x:10001:10001:clda:/data:/none' > "$root/etc/passwd"
printf '%s\n' 'root:x:0:' 'clda:x:10001:' > "$root/etc/group"
printf '%s\n' 'hosts: files dns' 'networks: files' > "$root/etc/nsswitch.conf"

"$jdk/bin/jlink" --add-modules "$modules" --no-header-files --no-man-pages --generate-cds-archive \
  --output "$root/usr/lib/jvm"
ln -s ../lib/jvm/bin/java "$root/usr/bin/java"
ln -s ../lib/jvm/bin/jcmd "$root/usr/bin/jcmd"

# Everything is root's, for everybody to read. What a release of Debian brings and what one of Java brings are apart.
chmod -R u=rwX,go=rX "$root"
chmod 1777 "$root/tmp"
layers=""
diffs=""
pack() {
  name=$1
  shift
  tar -c -C "$root" --sort=name --mtime=@1 --owner=0 --group=0 --numeric-owner --format=ustar "$@" > "$work/image/$name.tar"
  diffs+=",\"sha256:$(sha256sum < "$work/image/$name.tar" | cut -d' ' -f1)\""
  layers+=",\"$name.tar.gz\""
  gzip -n "$work/image/$name.tar"
}
pack debian --exclude=./usr/lib/jvm .
pack java ./usr/lib/jvm

architecture=$(dpkg --print-architecture)
cat > "$work/image/config.json" << JSON
{"architecture":"$architecture","os":"linux","created":"1970-01-01T00:00:01Z","config":{"Env":["PATH=/usr/bin","LANG=C.UTF-8","JAVA_HOME=/usr/lib/jvm"]},"rootfs":{"type":"layers","diff_ids":[${diffs#,}]},"history":[{"created":"1970-01-01T00:00:01Z","created_by":"Debian packages"},{"created":"1970-01-01T00:00:01Z","created_by":"jlink"}]}
JSON
printf '[{"Config":"config.json","RepoTags":["clda-base:%s"],"Layers":[%s]}]\n' "$java_version" "${layers#,}" > "$work/image/manifest.json"
(cd "$work/image" && tar -c --sort=name --mtime=@1 --owner=0 --group=0 --numeric-owner --format=ustar -- *) > "$out/base.tar"

# shellcheck disable=SC1091
java_is=$(. "$jdk/release" && printf '{"type":"platform","bom-ref":"java","name":"%s","version":"%s","publisher":"%s","licenses":[{"license":{"id":"GPL-2.0-with-classpath-exception"}}],"purl":"pkg:generic/openjdk@%s"}' \
  "Java runtime" "${FULL_VERSION:-$JAVA_RUNTIME_VERSION}" "$IMPLEMENTOR" "$(sed 's/+/%2B/' <<< "${SEMANTIC_VERSION:-$JAVA_RUNTIME_VERSION}")")
# shellcheck disable=SC1091
debian=$(. "$root/etc/os-release" && echo "$VERSION_ID")
{
  echo "$java_is,"
  for status in "$root"/var/lib/dpkg/status.d/*; do
    name=$(sed -n 's/^Package: //p' "$status")
    version=$(sed -n 's/^Version: //p' "$status")
    escaped=$(sed 's/+/%2B/g; s/~/%7E/g; s/:/%3A/g' <<< "$version")
    arch=$(sed -n 's/^Architecture: //p' "$status")
    echo "{\"type\":\"library\",\"bom-ref\":\"deb-$name\",\"name\":\"$name\",\"version\":\"$version\",\"publisher\":\"Debian\",\"purl\":\"pkg:deb/debian/$name@$escaped?arch=$arch&distro=debian-$debian\"},"
  done
} | sed '$ s/,$//' > "$out/components.json"
echo "base.sh: $out/base.tar, Java $java_version on Debian $debian, $(sha256sum < "$out/base.tar" | cut -d' ' -f1)"
