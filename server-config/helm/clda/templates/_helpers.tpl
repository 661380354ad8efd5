{{/* The name of everything here: at most 52 characters, since Kubernetes adds to the name of a StatefulSet. */}}
{{- define "clda.name" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains "clda" .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-clda" (.Release.Name | trunc 47 | trimSuffix "-") -}}
{{- end -}}
{{- end -}}

{{- define "clda.selector" -}}
app.kubernetes.io/name: clda
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* The pods of the canary have another name, so that no Service and no StatefulSet takes them for the stable ones. */}}
{{- define "clda.canary.selector" -}}
app.kubernetes.io/name: clda-canary
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* At most 52 characters, as the other name. */}}
{{- define "clda.canary.name" -}}
{{- printf "%s-canary" (include "clda.name" . | trunc 45 | trimSuffix "-") -}}
{{- end -}}

{{- define "clda.labels" -}}
{{ include "clda.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "clda.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{- define "clda.canary.image" -}}
{{- if .Values.canary.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.canary.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository .Values.canary.image.tag -}}
{{- end -}}
{{- end -}}

{{- define "clda.scheme" -}}
{{- if .Values.tls.secret -}}HTTPS{{- else -}}HTTP{{- end -}}
{{- end -}}

{{/* The environment variable of a property, as MicroProfile Config and the agent look for it. */}}
{{- define "clda.variable" -}}
{{- . | replace "." "_" | replace "-" "_" | upper -}}
{{- end -}}

{{/* A value as the server reads it: Helm reads whole numbers as floating point and would write 1e+06. */}}
{{- define "clda.text" -}}
{{- if kindIs "float64" . -}}
{{- if eq . (floor .) -}}{{ int64 . }}{{- else -}}{{ . }}{{- end -}}
{{- else -}}
{{- . -}}
{{- end -}}
{{- end -}}

{{/* All properties of the server that are not secret: those that this chart decides, and those of the values. */}}
{{- define "clda.properties" -}}
{{- $all := dict -}}
{{- range $property, $value := .Values.properties -}}
{{- $_ := set $all $property (include "clda.text" $value) -}}
{{- end -}}
{{- $_ := set $all "clda.data-dir" "/data" -}}
{{- $_ := set $all "clda.listen" "0.0.0.0" -}}
{{- $_ := set $all "clda.security.key-file" "/etc/clda/keys/master-key.json" -}}
{{- $_ := set $all "clda.stop.service" (printf "PT%dS" (int .Values.stop.serviceSeconds)) -}}
{{- with .Values.web.hosts -}}
{{- $_ := set $all "clda.web.hosts" (join "," .) -}}
{{- end -}}
{{- with .Values.web.trustedProxies -}}
{{- $_ := set $all "clda.web.trusted-proxies" (join "," .) -}}
{{- end -}}
{{- if .Values.accounts.secret -}}
{{- $_ := set $all "clda.accounts.file" (printf "/etc/clda/accounts/%s" .Values.accounts.key) -}}
{{- end -}}
{{- if .Values.monitoring.token.secret -}}
{{- $_ := set $all "clda.metrics.token-file" (printf "/etc/clda/metrics/%s" .Values.monitoring.token.key) -}}
{{- end -}}
{{- if .Values.tls.secret -}}
{{- $_ := set $all "clda.tls.certificate" "/etc/clda/tls/tls.crt" -}}
{{- $_ := set $all "clda.tls.key" "/etc/clda/tls/tls.key" -}}
{{- end -}}
{{- if or .Values.understanding.claim .Values.understanding.configMap -}}
{{- $_ := set $all "clda.nlu.data" "/etc/clda/nlu" -}}
{{- end -}}
{{- if .Values.prompts.configMap -}}
{{- $_ := set $all "clda.prompts" "/etc/clda/prompts" -}}
{{- end -}}
{{- if .Values.presets.configMap -}}
{{- $_ := set $all "clda.llm.presets" (printf "/etc/clda/presets/%s" .Values.presets.key) -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{/* The nodes believe these of a trusted proxy, and a gateway sets X-Forwarded-For and X-Forwarded-Proto alone: none of a client's
may come through. */}}
{{- define "clda.route.filters" -}}
- type: RequestHeaderModifier
  requestHeaderModifier:
    remove:
      - Forwarded
      - X-Forwarded-Host
      - X-Forwarded-Port
      - X-Forwarded-Prefix
{{- end -}}
