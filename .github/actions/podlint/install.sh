#!/usr/bin/env bash
# Puts podlint on the PATH of the steps that follow: a release whose checksum is right, or built from the sources around this file.
# INPUT_VERSION and ACTION_REF say which; PODLINT_RELEASES is the address of the releases, PODLINT_REPOSITORY that of the tags, for mirrors.
set -euo pipefail

repository=${PODLINT_REPOSITORY:-https://github.com/podlint/podlint}

# tag is the release that a commit is of, empty when it is none. A tag with a text has the commit on a second line.
tag() {
	local tags
	tags=$(git ls-remote --tags "$repository" 'v[0-9]*') || return
	sed -n "s,^$1[[:space:]]*refs/tags/\\(v[^^]*\\).*,\\1,p" <<<"$tags" | head -n 1
}

version=${INPUT_VERSION:-}
if [ -z "$version" ]; then
	case ${ACTION_REF:-} in
	v[0-9]*.[0-9]*.[0-9]*) version=$ACTION_REF ;;
	*[!0-9a-f]* | '') ;;
	*)
		version=$(tag "$ACTION_REF") || {
			echo "::error title=podlint::cannot ask $repository which release is at $ACTION_REF: say it with version, or version: source to build podlint"
			exit 1
		}
		;;
	esac
	if [ -z "$version" ]; then
		echo "::notice title=podlint::no release is at this commit of the action: podlint is built from its sources"
		version=source
	fi
fi
case $version in
*[!A-Za-z0-9._+-]*)
	echo "::error title=podlint::version is none: want one such as v1.2.3, or source"
	exit 2
	;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$RUNNER_TEMP/podlint/$version # of this job alone: what an earlier job left there would not be checked

sha256() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

build() {
	(cd "$here/../../.." && CGO_ENABLED=0 GOBIN=$RUNNER_TEMP/podlint go install -trimpath ./cmd/podlint) || {
		echo "::error title=podlint::podlint cannot be built from its sources: want Go (actions/setup-go), and its modules"
		exit 1
	}
	bin=$RUNNER_TEMP/podlint
}

download() {
	local os arch archive url dir suffix=tar.gz
	case $(uname -s) in
	Linux) os=linux ;;
	Darwin) os=darwin ;;
	*) os=windows suffix=zip ;;
	esac
	case $(uname -m) in
	arm64 | aarch64) arch=arm64 ;;
	*) arch=amd64 ;;
	esac
	archive=podlint_${version#v}_${os}_$arch.$suffix
	url=${PODLINT_RELEASES:-https://github.com/podlint/podlint/releases/download}/$version
	dir=$(mktemp -d)
	for file in "$archive" checksums.txt; do
		curl --fail --silent --show-error --location --retry 3 --remote-name --output-dir "$dir" "$url/$file" || {
			echo "::error title=podlint::$version has no $file at $url: want a release of $repository/releases, or version: source to build it"
			exit 1
		}
	done
	(cd "$dir" && grep -F "  $archive" checksums.txt | sha256 --check -) || {
		echo "::error title=podlint::checksum of $archive is wrong"
		exit 1
	}
	mkdir -p "$bin"
	if [ "$suffix" = zip ]; then
		unzip -q -o "$dir/$archive" -d "$bin"
	else
		tar -xzf "$dir/$archive" -C "$bin"
	fi
}

if [ "$version" = source ]; then
	build
elif ! [ -x "$bin/podlint" ] && ! [ -x "$bin/podlint.exe" ]; then
	download
fi
echo "$bin" >>"$GITHUB_PATH"
