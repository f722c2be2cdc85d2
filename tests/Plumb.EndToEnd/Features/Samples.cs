namespace Plumb.EndToEnd.Features;

/// <summary>What Compose users write: a small stack for each thing. Directory names are the stacks' names.</summary>
internal static class Samples
{
    public static IReadOnlyList<(string Path, string Content)> All { get; } =
    [
        ("f-binds/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: ["sh", "-c", "date >>/var/app/own.db; sleep 600"]
                volumes: ["./state:/var/app", "./conf/app.conf:/etc/app.conf:ro"]
            """),
        ("f-binds/conf/app.conf", "one\n"),
        ("f-binds/state/README", "the program's own\n"),

        ("f-envfile/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: sleep 600
                env_file: [app.env]
            """),
        ("f-envfile/app.env", "COLOUR=green\n"),

        ("f-include/compose.yaml", """
            include: [parts/db.yaml]
            services:
              app:
                image: plumb/web:1
                command: sleep 600
            """),
        ("f-include/parts/db.yaml", """
            services:
              db:
                image: plumb/web:2
                command: sleep 600
            """),

        ("f-extends/compose.yaml", """
            services:
              app:
                extends: { file: base.yaml, service: base }
                environment: { OWN: "1" }
            """),
        ("f-extends/base.yaml", """
            services:
              base:
                image: plumb/web:1
                command: sleep 600
                environment: { INHERITED: "1" }
            """),

        ("f-files/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: sleep 600
            """),
        ("f-files/compose.prod.yaml", """
            services:
              app:
                image: plumb/web:2
            """),
        ("f-files/plumb.stack.yaml", "files: [compose.yaml, compose.prod.yaml]\n"),

        ("f-profiles/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: sleep 600
              prod:
                image: plumb/web:1
                command: sleep 600
                profiles: [prod]
              debug:
                image: plumb/web:1
                command: sleep 600
                profiles: [debug]
            """),
        ("f-profiles/plumb.stack.yaml", "profiles: [prod]\n"),

        ("f-anchors/compose.yaml", """
            x-common: &common
              image: plumb/web:1
              command: sleep 600
              environment: &env { SHARED: "1" }
            services:
              app:
                <<: *common
              other:
                <<: *common
                environment:
                  <<: *env
                  OWN: "1"
            """),

        ("f-configs/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: sleep 600
                configs:
                  - source: page
                    target: /srv/page.html
            configs:
              page: { file: ./page.html }
            """),
        ("f-configs/page.html", "a page\n"),

        ("f-secrets/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: sleep 600
                secrets: [token]
            secrets:
              token: { file: ./token.txt }
            """),
        ("f-secrets/token.txt", "s3cr3t-token\n"),

        ("f-dollar/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: ["sh", "-c", "echo $$VERSION >/tmp/seen; sleep 600"]
                environment: { PRICE: "5$$" }
            """),

        ("f-healthy/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: sleep 600
                depends_on: { db: { condition: service_healthy } }
              db:
                image: plumb/web:1
                command: ["sh", "-c", "sleep 2; touch /tmp/ready; sleep 600"]
                healthcheck: { test: ["CMD", "test", "-e", "/tmp/ready"], interval: 1s, retries: 30 }
            """),

        ("f-completed/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: sleep 600
                depends_on: { migrate: { condition: service_completed_successfully } }
              migrate:
                image: plumb/web:1
                command: ["sh", "-c", "sleep 2"]
            """),

        ("f-build/compose.yaml", """
            services:
              app:
                build: ./image
                command: sleep 600
            """),
        ("f-build/image/Dockerfile", "FROM plumb/web:1\nCOPY made.txt /made.txt\n"),
        ("f-build/image/made.txt", "built here\n"),

        ("f-networks/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: sleep 600
                networks: { front: { aliases: [door] }, back: {} }
              db:
                image: plumb/web:1
                command: sleep 600
                networks: [back]
            networks:
              front: {}
              back: { internal: true }
            """),

        ("f-volumes/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: ["sh", "-c", "date >>/data/started; sleep 600"]
                volumes: ["kept:/data"]
            volumes:
              kept: { labels: { purpose: test } }
            """),

        ("f-ports/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: ["sh", "-c", "mkdir /www; echo open >/www/index.html; exec httpd -f -p 80 -h /www"]
                ports: ["127.0.0.1:18999:80"]
            """),

        ("f-scale/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: sleep 600
                deploy: { replicas: 3 }
            """),

        ("f-init/compose.yaml", """
            services:
              app:
                image: plumb/web:1
                command: sleep 600
                init: true
            """),
    ];

    public static IReadOnlyList<string> Stacks { get; } = [.. All.Select(file => file.Path.Split('/')[0]).Distinct(StringComparer.Ordinal)];
}
