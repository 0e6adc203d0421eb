package podlint.lib.words_test

import data.podlint.lib.words

test_words if words.of("--metrics-listenAddress=0.0.0.0:8080") == {"metrics", "listen", "address", "0", "8080"}

test_capitals if words.of("SPIFFE_ENDPOINT_SOCKET") == {"spiffe", "endpoint", "socket"}

test_any if words.any("quay.io/acme/config-reload", {"reload"})

test_a_part_of_a_word_is_none if not words.any("--pidlimit=-1", {"pid"})

test_short_texts_stay if words.short("abcde", 5) == "abcde"

test_long_texts_are_cut if words.short("abcdef", 5) == "abc…"

test_texts_are_cut_between_words if words.short("/proxy --port=5432 project:region", 24) == "/proxy --port=5432 …"

test_a_text_that_ends_with_a_word_is_cut_behind_it if words.short("/proxy --port more", 15) == "/proxy --port …"

test_a_long_word_is_cut_behind_a_sign if words.short("--listen-address=0.0.0.0:8080", 20) == "--listen-address=…"

test_a_sign_at_the_start_is_no_place_to_cut if words.short("/a b/cdefghijklmnop", 12) == "/a b/cdefg…"

test_placeholders if {
	every text in ["{{ .Values.path }}", "/csi/$(NAME)/csi.sock", "/csi/${NAME}", "<node>", "a\ufffdb", "$HOME", "__X__", "%X%", "VOLUME_NAME", "/run/SOCKET_DIR", "MY-VOLUME", "[[ x ]]"] {
		words.placeholder(text)
	}
}

test_what_is_written_is_no_placeholder if {
	every text in ["/csi/csi.sock", "a < b", "@events", "DATA", "/srv/A_B/c", "a-B", "100%"] {
		not words.placeholder(text)
	}
}
