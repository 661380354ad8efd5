<?xml version="1.0" encoding="UTF-8"?>
<!-- What SpotBugs has found, as GitLab reads it: a finding stands beside its line in a merge request. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/BugCollection">
    <xsl:text>[</xsl:text>
    <xsl:for-each select="BugInstance">
      <xsl:if test="position() &gt; 1">,</xsl:if>
      <xsl:text>&#10;</xsl:text>
      <xsl:apply-templates select="."/>
    </xsl:for-each>
    <xsl:text>&#10;]&#10;</xsl:text>
  </xsl:template>

  <!-- Where it happens, or else the class. -->
  <xsl:template match="BugInstance">
    <xsl:choose>
      <xsl:when test="SourceLine/@start">
        <xsl:call-template name="finding">
          <xsl:with-param name="at" select="SourceLine[@start][1]"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="finding">
          <xsl:with-param name="at" select="Class[1]/SourceLine"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="finding">
    <xsl:param name="at"/>
    <xsl:text>{"check_name": "</xsl:text>
    <xsl:value-of select="@type"/>
    <xsl:text>", "description": "</xsl:text>
    <!-- No quote or backslash can end the text early. -->
    <xsl:value-of select="translate(normalize-space(LongMessage), '&quot;\', &quot;'/&quot;)"/>
    <xsl:text>", "fingerprint": "</xsl:text>
    <xsl:value-of select="concat(@instanceHash, '-', @instanceOccurrenceNum)"/>
    <xsl:text>", "severity": "</xsl:text>
    <xsl:choose>
      <xsl:when test="@priority = 1">critical</xsl:when>
      <xsl:when test="@priority = 2">major</xsl:when>
      <xsl:otherwise>minor</xsl:otherwise>
    </xsl:choose>
    <xsl:text>", "location": {"path": "src/main/java/</xsl:text>
    <xsl:value-of select="$at/@sourcepath"/>
    <xsl:text>", "lines": {"begin": </xsl:text>
    <xsl:choose>
      <xsl:when test="$at/@start">
        <xsl:value-of select="$at/@start"/>
      </xsl:when>
      <xsl:otherwise>1</xsl:otherwise>
    </xsl:choose>
    <xsl:text>}}}</xsl:text>
  </xsl:template>
</xsl:stylesheet>
