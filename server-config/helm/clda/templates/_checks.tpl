{{/* What values.schema.json cannot say: how values depend on each other. Says everything that is wrong at once. */}}
{{- define "clda.checks" -}}
{{- $wrong := concat (include "clda.checks.needed" . | fromJsonArray) (include "clda.checks.properties" . | fromJsonArray) -}}
{{- $wrong = concat $wrong (include "clda.checks.network" . | fromJsonArray) -}}
{{- if $wrong -}}
{{- fail (printf "\n%s\n" (join "\n" $wrong)) -}}
{{- end -}}
{{- end -}}

{{- define "clda.checks.needed" -}}
{{- $wrong := list -}}
{{- $provider := or (hasKey .Values.properties "mp.jwt.verify.publickey") (hasKey .Values.properties "mp.jwt.verify.publickey.location") -}}
{{- if not .Values.database.url -}}
{{- $wrong = append $wrong "database.url is empty: it names the PostgreSQL that the nodes share, such as jdbc:postgresql://host:5432/clda" -}}
{{- else if regexMatch "(?i)[?&](user|password)=" .Values.database.url -}}
{{- $wrong = append $wrong "database.url holds a user or a password: they belong into the Secret that database.secret.name names" -}}
{{- end -}}
{{- if not .Values.database.secret.name -}}
{{- $wrong = append $wrong "database.secret.name is empty: it names the Secret with the user and the password of the database" -}}
{{- end -}}
{{- if not .Values.keys.masterKey.secret -}}
{{- $wrong = append $wrong "keys.masterKey.secret is empty: it names the Secret with the master key, which all nodes need" -}}
{{- end -}}
{{- if not (or .Values.keys.tokenKey.secret $provider) -}}
{{- $wrong = append $wrong "keys.tokenKey.secret is empty: without it, who has signed in at one node is unknown to the others" -}}
{{- end -}}
{{- if not (or .Values.accounts.secret $provider) -}}
{{- $wrong = append $wrong "nobody could sign in: name a Secret with accounts (accounts.secret), or set mp.jwt.verify.publickey or mp.jwt.verify.publickey.location" -}}
{{- end -}}
{{- if and .Values.understanding.claim .Values.understanding.configMap -}}
{{- $wrong = append $wrong "understanding.claim and understanding.configMap are both set: the examples can lie in one place only" -}}
{{- end -}}
{{- if and .Values.canary.enabled (not (or .Values.canary.image.tag .Values.canary.image.digest)) -}}
{{- $wrong = append $wrong "canary.image.tag and canary.image.digest are empty: one of them names the new version" -}}
{{- end -}}
{{- if and .Values.canary.enabled .Values.monitoring.serviceMonitor.arm -}}
{{- $wrong = append $wrong "monitoring.serviceMonitor.arm is set, and the chart itself tells the arms apart while canary.enabled is true" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- $wrong = append $wrong "autoscaling.minReplicas is larger than autoscaling.maxReplicas" -}}
{{- end -}}
{{- if .Values.route.enabled -}}
{{- if not .Values.route.parentRefs -}}
{{- $wrong = append $wrong "route.parentRefs is empty: it names the gateway to which the route belongs" -}}
{{- end -}}
{{- if not .Values.web.hosts -}}
{{- $wrong = append $wrong "web.hosts is empty: the nodes would answer 421 to every name but localhost" -}}
{{- end -}}
{{- if not .Values.web.trustedProxies -}}
{{- $wrong = append $wrong "web.trustedProxies is empty: the nodes would take the gateway for the client of every request" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.tls.secret (or .Values.route.enabled .Values.monitoring.serviceMonitor.enabled) (not (and .Values.tls.authority .Values.tls.serverName)) -}}
{{- $wrong = append $wrong "tls.authority or tls.serverName is empty: the gateway and Prometheus could not check the nodes' certificate" -}}
{{- end -}}
{{- if and .Values.monitoring.serviceMonitor.enabled (not .Values.monitoring.token.secret) (not (hasKey .Values.properties "clda.web.metrics")) -}}
{{- $wrong = append $wrong "monitoring.token.secret is empty: Prometheus could not read the metrics" -}}
{{- end -}}
{{- toJson $wrong -}}
{{- end -}}

{{- define "clda.checks.properties" -}}
{{- $wrong := list -}}
{{- $elsewhere := dict
  "clda.accounts.file" "accounts.secret"
  "clda.llm.presets" "presets.configMap"
  "clda.metrics.token-file" "monitoring.token.secret"
  "clda.nlu.data" "understanding.claim or understanding.configMap"
  "clda.prompts" "prompts.configMap"
  "clda.release.arm" "canary.enabled"
  "clda.security.key-file" "keys.masterKey.secret"
  "clda.stop.service" "stop.serviceSeconds"
  "clda.tls.certificate" "tls.secret"
  "clda.tls.key" "tls.secret"
  "clda.web.hosts" "web.hosts"
  "clda.web.trusted-proxies" "web.trustedProxies"
-}}
{{- $fixed := dict
  "clda.audit.anchor-file" "the anchors lie in /data, which belongs to one node"
  "clda.data-dir" "the image writes to /data"
  "clda.demo" "the demo does not run in production"
  "clda.listen" "in a container the server listens on all addresses"
  "mp.config.profile" "the chart is for production"
-}}
{{- range $property, $value := .Values.properties -}}
{{- if hasKey $elsewhere $property -}}
{{- $wrong = append $wrong (printf "properties: %s comes from the value %s" $property (get $elsewhere $property)) -}}
{{- else if hasKey $fixed $property -}}
{{- $wrong = append $wrong (printf "properties: %s cannot be set: %s" $property (get $fixed $property)) -}}
{{- else if regexMatch "\\.(api-key|secret|password)$" $property -}}
{{- $wrong = append $wrong (printf "properties: %s is a secret: name a Secret that holds it under secretProperties" $property) -}}
{{- else if regexMatch "://[^/]*@" (toString $value) -}}
{{- $wrong = append $wrong (printf "properties: %s holds a user or a password in its address" $property) -}}
{{- end -}}
{{- end -}}
{{- if regexMatch "(?i)(api-key|password|secret)=" .Values.java.options -}}
{{- $wrong = append $wrong "java.options holds a secret: name a Secret that holds it under secretProperties" -}}
{{- end -}}
{{- toJson $wrong -}}
{{- end -}}

{{- define "clda.checks.network" -}}
{{- $wrong := list -}}
{{- if .Values.networkPolicy.enabled -}}
{{- $asksModel := false -}}
{{- range $property, $value := .Values.properties -}}
{{- if and (regexMatch "^clda\\.llm\\.([a-z0-9-]+\\.)?(provider|base-url)$" $property) (ne (toString $value) "offline") -}}
{{- $asksModel = true -}}
{{- end -}}
{{- end -}}
{{- range .Values.secretProperties -}}
{{- if hasSuffix ".api-key" .property -}}
{{- $asksModel = true -}}
{{- end -}}
{{- end -}}
{{- if and $asksModel (not .Values.networkPolicy.models.ports) -}}
{{- $wrong = append $wrong "networkPolicy.models.ports is empty: a model is configured, and the nodes could not reach it" -}}
{{- end -}}
{{- if not .Values.networkPolicy.database.ports -}}
{{- $wrong = append $wrong "networkPolicy.database.ports is empty: the nodes could not reach the database" -}}
{{- end -}}
{{- if and (hasKey .Values.properties "clda.mail.host") (not .Values.networkPolicy.smtp.ports) -}}
{{- $wrong = append $wrong "networkPolicy.smtp.ports is empty: clda.mail.host is set, and the nodes could not reach it" -}}
{{- end -}}
{{- $addresses := list "clda.events.webhook.url" "clda.kafka.bootstrap-servers" "clda.nlu.rasa.url" "clda.rasa.actions.url" -}}
{{- $addresses = concat $addresses (list "clda.redis.url" "clda.traces.endpoint" "mp.jwt.verify.publickey.location") -}}
{{- range $property := $addresses -}}
{{- range $port := include "clda.checks.ports" (get $.Values.properties $property) | fromJsonArray -}}
{{- if not (include "clda.checks.out" (dict "policy" $.Values.networkPolicy "port" $port)) -}}
{{- $wrong = append $wrong (printf "networkPolicy.others lets nobody out to port %d: %s is set, and the nodes could not reach it" (int $port) $property) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and .Values.route.enabled (not .Values.networkPolicy.gateway) -}}
{{- $wrong = append $wrong "networkPolicy.gateway is empty: the gateway could not reach the nodes" -}}
{{- end -}}
{{- if and .Values.monitoring.serviceMonitor.enabled (not .Values.networkPolicy.scraper) -}}
{{- $wrong = append $wrong "networkPolicy.scraper is empty: Prometheus could not reach the nodes" -}}
{{- end -}}
{{- end -}}
{{- toJson $wrong -}}
{{- end -}}

{{/* The ports of an address, or of several as Kafka's clients read them; none of a file. */}}
{{- define "clda.checks.ports" -}}
{{- $ports := list -}}
{{- if regexMatch "^[a-z]+://" (toString .) -}}
{{- $scheme := regexFind "^[a-z]+" . -}}
{{- $port := regexFind ":[0-9]+$" (regexReplaceAll "^[a-z]+://([^/?#]*).*$" . "${1}") -}}
{{- $usual := get (dict "http" 80 "https" 443 "redis" 6379 "rediss" 6379) $scheme -}}
{{- with ternary (trimPrefix ":" $port) $usual (ne $port "") -}}
{{- $ports = append $ports (int .) -}}
{{- end -}}
{{- else -}}
{{- range splitList "," (toString .) -}}
{{- with regexFind ":[0-9]+$" (trim .) -}}
{{- $ports = append $ports (trimPrefix ":" . | int) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $ports -}}
{{- end -}}

{{/* Says something if a rule lets nodes out to the port: one of networkPolicy.others, or another one that is for any address. */}}
{{- define "clda.checks.out" -}}
{{- $port := int .port -}}
{{- range list .policy.database .policy.models .policy.smtp -}}
{{- if not .to -}}
{{- range .ports -}}
{{- if eq (int .) $port -}}yes{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range .policy.others -}}
{{- if not .ports -}}yes{{- end -}}
{{- range .ports -}}
{{- if eq (default "TCP" .protocol) "TCP" -}}
{{- if or (not .port) (kindIs "string" .port) -}}
yes
{{- else if and (ge $port (int .port)) (le $port (int (default .port .endPort))) -}}
yes
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
