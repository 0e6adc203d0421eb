package pod

import (
	"strings"
	"testing"
)

// TestTags tells the tags of the wild apart: what stays, what moves and how, what nobody can tell.
func TestTags(t *testing.T) {
	kinds := map[string]string{
		"pinned": `1.2 v1.2 1.2.3 v1.14.0 1.2.3-alpine 1.27-alpine3.20 3.10-slim-bookworm 8.0.36-debian-12-r9 2.426.3-lts-jdk17 1.36.1-uclibc
			5.7 v0.8.2-20230829 2024.04.1 2024-04-08 20240408 3-20240408 RELEASE.2024-01-16T16-07-38Z v20230407 sha-a94122b git-a94122bf a94122bf
			1f2d3c4b5a69788776655443322110ffeeddccbb main-1f2d3c4 1_17_3 8u292-jre-alpine release-1.21 stable-2.14.10 edge-24.5.1 r2.10.4
			7.4.33-fpm-alpine 27.0.0.Final-jdk17 v1.6.2-rc.1 1.2.3_4 0.19.0-beta2 nightly-20240101 15-3.3 1700000000 2.x-20240101 ubuntu-22.04
			python3.12-1.4.0 3355.v388858a_47b_33-19 10.3.1-ubuntu v4.17 12.3 kubernetes-1.31 g1a2b3c4d`,
		"latest":   `latest latest-v2 latest-windows-hp LATEST windows-latest 2022-latest fpm-latest latest-alpine latest-1.2 1.0.0-latest v1.31-latest`,
		"channel":  `stable edge main master dev develop nightly canary demo HEAD lts mainline stable-alpine mainline-alpine nightly-slim main-distroless lts-alpine3.20 lts-jdk17 mysql-lts alpine-stable snapshot rolling testing unstable next beta release production staging edge-full 1.2.3-SNAPSHOT 2.0-nightly main-mongod8.0 main-pgbouncer1 dev-postgres16`,
		"variant":  `alpine centos slim bookworm alpine-slim fpm-alpine debug nonroot management dind windowsservercore-ltsc2022 amd64 ubuntu22.04 alpine3.20 bullseye-slim`,
		"major":    `1 v1 11 v10 7-alpine 16-bookworm 17-jdk-slim 3-management-alpine 4-debian-12 8-fpm-alpine3.20 20-lts 3-stable 1.x v2.x 21-jre-headless`,
		"language": `python3.13-alpine python3 php8.2 node20 go1.22-bookworm jdk17 java-11 openjdk-8-jre jdk11-slim`,
		"":         `kaniko production-v2 Build_8 master-4 imagestream override foo test-inject-proxy-version certified-operators dev-123 1234 999 104 v1beta1 v1alpha1 2024 release-3 feature-login 1-hotfix community-demo-site v2-rc1 build-17 local ${TAG} {{.Tag}} __TAG__ IMAGE_TAG`,
	}
	for want, tags := range kinds {
		for tag := range strings.FieldsSeq(tags) {
			t.Run(tag, func(t *testing.T) {
				img := parseImage("example.org/app:" + tag)
				got := img.Moves
				if img.Pinned {
					got = "pinned"
				}
				if got != want {
					t.Errorf("tag %q: got %q, want %q", tag, got, want)
				}
				if img.Floating != (img.Moves != "") || img.Pinned && img.Floating {
					t.Errorf("tag %q: pinned %t, floating %t, moves %q", tag, img.Pinned, img.Floating, img.Moves)
				}
			})
		}
	}
}

// TestReferences looks at whole references: no tag, digests, ports, placeholders, what others fill in.
func TestReferences(t *testing.T) {
	const digest = "@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	for _, tt := range []struct {
		ref, registry, repository, tag, moves string
		pinned                                bool
	}{
		{"nginx", "docker.io", "nginx", "", "untagged", false},
		{"library/nginx", "docker.io", "nginx", "", "untagged", false},
		{"registry.example.org:5000/team/app", "registry.example.org:5000", "team/app", "", "untagged", false},
		{"registry.example.org:5000/team/app:1.2", "registry.example.org:5000", "team/app", "1.2", "", true},
		{"localhost:5000/app", "localhost:5000", "app", "", "untagged", false},
		{"nginx" + digest, "docker.io", "nginx", "", "", true},
		{"nginx:latest" + digest, "docker.io", "nginx", "latest", "", true},
		{"auto", "docker.io", "auto", "", "", false},
		{"ko://example.org/cmd/app", "ko:", "/example.org/cmd/app", "", "", false},
		{"example.org/app:", "example.org", "app", "", "", false},
		{"${IMAGE}", "docker.io", "${IMAGE}", "", "", false},
		{"example.org/${APP}:1.2.3", "example.org", "${APP}", "1.2.3", "", true},
		{"{{ .Values.registry }}/app:latest", "docker.io", "{{ .Values.registry }}/app", "latest", "latest", false},
		{"REPLACE_ME", "docker.io", "REPLACE_ME", "", "", false},
	} {
		t.Run(tt.ref, func(t *testing.T) {
			img := parseImage(tt.ref)
			if img.Registry != tt.registry || img.Repository != tt.repository || img.Tag != tt.tag {
				t.Errorf("got %s %s %s, want %s %s %s", img.Registry, img.Repository, img.Tag, tt.registry, tt.repository, tt.tag)
			}
			if img.Moves != tt.moves || img.Pinned != tt.pinned {
				t.Errorf("moves %q, pinned %t; want %q, %t", img.Moves, img.Pinned, tt.moves, tt.pinned)
			}
		})
	}
}
