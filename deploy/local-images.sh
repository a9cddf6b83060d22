#!/usr/bin/env bash
# Base images made of this machine's SDK and NuGet packages, for building where no image registry is reachable: federated-sdk and
# federated-runtime. As root, with debootstrap and a running Docker; a few minutes, 3 GB below /tmp meanwhile.
# usage: deploy/local-images.sh [SUITE]     SUITE: a Debian release with the libstdc++ of GCC 13 or newer; trixie unless given
# then:  BUILD_IMAGE=federated-sdk RUNTIME_IMAGE=federated-runtime docker compose build
set -euo pipefail
suite=${1:-trixie}
here=$(cd "$(dirname "$0")" && pwd)
dotnet=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Fills the package cache, and leaves the list of what the program needs.
dotnet restore "$here/../src/Simulator" >&2

root=${ROOTFS:-} # one that debootstrap made before is taken as it is
if [ -z "$root" ]; then
    root=$work/root
    debootstrap --variant=minbase --include=ca-certificates,libstdc++6 "$suite" "$root" >&2
fi

tar -C "$root" --exclude=./var/cache --exclude=./var/lib/apt/lists -c . | docker import --change 'ENV ASPNETCORE_HTTP_PORTS=8080' - federated-system >&2

mkdir -p "$work/sdk/packages"
cp -a "$dotnet" "$work/sdk/dotnet"
# The cache has the layout of a folder feed: package, version, and the package file among what was unpacked of it.
sed -n 's|^ *"path": "\([^"]*/[0-9][^"]*\)",\?$|\1|p' "$here/../src/Simulator/obj/project.assets.json" | sort -u | while read -r package; do
    mkdir -p "$work/sdk/packages/$package"
    cp "$packages/$package"/*.nupkg "$packages/$package"/*.nuspec "$packages/$package"/*.nupkg.sha512 "$work/sdk/packages/$package/"
done
cat > "$work/sdk/NuGet.Config" <<'CONFIG'
<configuration>
  <packageSources>
    <clear />
    <add key="packages" value="/packages" />
  </packageSources>
</configuration>
CONFIG
cat > "$work/sdk/Dockerfile" <<'DOCKERFILE'
FROM federated-system AS runtime
COPY dotnet/LICENSE.txt dotnet/ThirdPartyNotices.txt dotnet/dotnet /usr/share/dotnet/
COPY dotnet/host /usr/share/dotnet/host
COPY dotnet/shared /usr/share/dotnet/shared
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet

FROM runtime
COPY dotnet /usr/share/dotnet
COPY packages /packages
COPY NuGet.Config /root/.nuget/NuGet/NuGet.Config
DOCKERFILE
docker build --target runtime -t federated-runtime "$work/sdk" >&2
docker build -t federated-sdk "$work/sdk" >&2
echo "BUILD_IMAGE=federated-sdk RUNTIME_IMAGE=federated-runtime"
