# docker build -t podlint . && docker run --rm -v "$PWD:/work:ro" podlint lint .
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /podlint ./cmd/podlint

# podlint is one static program that needs no certificates, no shell and no network.
FROM scratch
COPY --from=build /podlint /podlint
COPY LICENSE /LICENSE
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/podlint"]
CMD ["lint", "."]
