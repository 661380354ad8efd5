package clda.chart;

import static clda.chart.HelmValues.SMALLEST;

import java.util.List;

/** For every value that is not a switch, something other than its default. */
final class HelmFurtherValues {

    static final List<HelmValues> ALL = List.of(
            SMALLEST.and(
                    "a canary",
                    """
                    canary: {enabled: true, replicas: 3, image: {tag: 2.0.0-rc1}}
                    """,
                    "StatefulSet",
                    "Service",
                    "Service",
                    "PodDisruptionBudget"),
            SMALLEST.and(
                    "a canary by its digest",
                    """
                    canary:
                      enabled: true
                      image: {digest: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}
                    """,
                    "StatefulSet",
                    "Service",
                    "Service",
                    "PodDisruptionBudget"),
            SMALLEST.and(
                    "an identity provider",
                    """
                    keys: {tokenKey: {secret: ""}}
                    accounts: {secret: ""}
                    properties:
                      mp.jwt.verify.issuer: https://login.example.com/
                      mp.jwt.verify.publickey.location: https://login.example.com/keys
                      mp.jwt.verify.audiences: clda
                    networkPolicy:
                      others:
                        - to: [{ipBlock: {cidr: 192.0.2.0/24}}]
                          ports: [{protocol: TCP, port: 443}]
                    """),
            SMALLEST.and(
                    "a key of an identity provider",
                    """
                    keys: {tokenKey: {secret: ""}}
                    accounts: {secret: ""}
                    properties:
                      mp.jwt.verify.publickey: |
                        -----BEGIN PUBLIC KEY-----
                        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
                        -----END PUBLIC KEY-----
                    """),
            SMALLEST.and(
                    "two models",
                    """
                    properties:
                      clda.llm.models: smart,spare
                      clda.llm.smart.provider: anthropic
                      clda.llm.smart.model: claude-sonnet-4-5
                      clda.llm.smart.effort: low
                      clda.llm.smart.price.input: 3.00
                      clda.llm.smart.price.output: "15.00"
                      clda.llm.spare.provider: ollama
                      clda.llm.spare.base-url: http://gpu.models.svc:11434
                      clda.llm.spare.context-tokens: 32000
                      clda.llm.title: spare
                      clda.llm.rest: PT10S
                    secretProperties:
                      - {property: clda.llm.smart.api-key, secret: clda-model, key: api-key}
                    networkPolicy:
                      models: {ports: [443, 11434]}
                    """),
            SMALLEST.and(
                    "large numbers and limits",
                    """
                    properties:
                      clda.limits.tokens: 2000000
                      clda.limits.steps: 12
                      clda.limits.time: PT3M
                      clda.budget.person-day.money: 2.5
                      clda.budget.tenant-day.tokens: 100000000
                      clda.dialogue.while-busy: interrupt
                      clda.dialogue.max-text: 64000
                      clda.rate.rest.person: 600/PT1M
                      clda.at-once.connections.address: unlimited
                      clda.at-once.sockets.person: 50
                      clda.node.lease: PT10S
                      clda.approval.expiry: P3D
                      clda.security.seal-existing: true
                      clda.time-zone: Europe/Berlin
                      clda.web.openapi: signed-in
                      clda.nlu.route: local-first
                    """),
            SMALLEST.and(
                    "mail and webhooks",
                    """
                    properties:
                      clda.mail.host: mail.example.com
                      clda.mail.port: 587
                      clda.mail.from: agent@example.com
                      clda.events.webhook.url: https://events.example.com/clda
                      clda.events.webhook.tries: 20
                    secretProperties:
                      - {property: clda.events.webhook.secret, secret: clda-webhook, key: secret}
                    networkPolicy:
                      smtp: {to: [{ipBlock: {cidr: 192.0.2.25/32}}], ports: [587]}
                      others: [{ports: [{protocol: TCP, port: 443}]}]
                    """),
            SMALLEST.and(
                    "an image by its digest",
                    """
                    image:
                      repository: registry.example.com:5000/agents/clda
                      tag: "1.2.3"
                      digest: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                      pullPolicy: Always
                      pullSecrets: [registry, mirror]
                    """),
            SMALLEST.and(
                    "another name, one node, a long stop",
                    """
                    fullnameOverride: agents
                    replicas: 1
                    stop: {serviceSeconds: 300}
                    probes: {startSeconds: 600}
                    updates: {minReadySeconds: 0}
                    disruption: {maxUnavailable: 50%}
                    service: {port: 8443, annotations: {example.com/owner: agents}}
                    """),
            SMALLEST.and(
                    "data that ends with its pod",
                    """
                    data: {volume: {enabled: false}, scratch: 64Mi}
                    tmp: 2Gi
                    """),
            SMALLEST.and(
                    "a volume of another class",
                    """
                    data: {volume: {size: 5Gi, storageClass: fast, accessMode: ReadWriteOncePod}}
                    """),
            SMALLEST.and(
                    "examples that all nodes share",
                    """
                    understanding: {claim: clda-examples}
                    prompts: {configMap: clda-prompts}
                    presets: {configMap: clda-presets, key: own.yaml}
                    """),
            SMALLEST.and(
                    "examples that are only read",
                    """
                    understanding: {configMap: clda-examples}
                    database:
                      url: jdbc:postgresql://one:5432,other:5432/clda?sslmode=verify-full&sslrootcert=/etc/clda/database/root.crt
                      secret: {userKey: user, passwordKey: pass}
                      certificateAuthority: {configMap: clda-database-authority}
                    """),
            SMALLEST.and(
                    "a place of its own",
                    """
                    java: {options: -XX:MaxRAMPercentage=70 -XX:+UseParallelGC}
                    resources:
                      requests: {cpu: 2, memory: 4Gi, ephemeral-storage: 1Gi}
                      limits: {cpu: 4, memory: 4Gi}
                    nodeSelector: {kubernetes.io/arch: amd64}
                    tolerations: [{key: agents, operator: Exists, effect: NoSchedule}]
                    affinity:
                      nodeAffinity:
                        requiredDuringSchedulingIgnoredDuringExecution:
                          nodeSelectorTerms:
                            - matchExpressions: [{key: disk, operator: In, values: [ssd]}]
                    priorityClassName: important
                    topologySpreadConstraints:
                      - topologyKey: kubernetes.io/hostname
                        maxSkew: 1
                        whenUnsatisfiable: DoNotSchedule
                        labelSelector: {matchLabels: {app.kubernetes.io/name: clda}}
                    podAnnotations: {example.com/team: agents}
                    podLabels: {example.com/cost: "42"}
                    serviceAccount: {annotations: {example.com/role: clda}}
                    extraVolumes: [{name: trust, secret: {secretName: trust}}]
                    extraVolumeMounts: [{name: trust, mountPath: /etc/trust, readOnly: true}]
                    """),
            SMALLEST.and(
                    "scaling by turns",
                    """
                    autoscaling: {enabled: true, cpu: 60, runningTurns: 40}
                    """,
                    "HorizontalPodAutoscaler"),
            SMALLEST.and(
                    "a gateway that keeps browsers at a node",
                    """
                    web: {hosts: [chat.example.com], trustedProxies: [192.0.2.1]}
                    route:
                      enabled: true
                      parentRefs: [{name: public}]
                      annotations: {example.com/owner: agents}
                      affinity: cookie
                      timeout: 2h30m
                    networkPolicy: {gateway: [{podSelector: {matchLabels: {app: gateway}}}]}
                    """,
                    "HTTPRoute"),
            SMALLEST.and(
                    "a second version beside the first",
                    """
                    properties: {clda.web.metrics: "10.0.0.0/8"}
                    monitoring:
                      serviceMonitor: {enabled: true, interval: 30s, arm: canary}
                    networkPolicy:
                      scraper: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]
                      dns: {to: [{ipBlock: {cidr: 169.254.20.10/32}}]}
                      database: {to: [{podSelector: {matchLabels: {app: postgres}}}], ports: [5432, 6432]}
                    """,
                    "ServiceMonitor"));

    private HelmFurtherValues() {}
}
