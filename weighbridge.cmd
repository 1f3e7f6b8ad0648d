@ECHO OFF
REM Weighbridge's command line: finds a JDK 25, builds what is not built or is older than its source,
REM and runs it. Works from any folder; paths you give stay relative to yours.
REM "weighbridge console" opens the operator console; "weighbridge demo" opens one on itself.
REM   WEIGHBRIDGE_JDK        where the JDK 25 is, when it is not found
REM   WEIGHBRIDGE_JAVA_OPTS  more options for the Java VM, for example -Xmx4g
SETLOCAL
SET "WB_ROOT=%~dp0"
CALL "%WB_ROOT%.mvn\jdk.cmd"
IF ERRORLEVEL 1 EXIT /B 1
SET "WB_TARGET=%WB_ROOT%backend-service\target"
SET "WB_CONSOLE=%WB_ROOT%console-app\target"
SET "WB_LOG=%WB_ROOT%target\build.log"

REM Exit status 1: there is no jar, or a source is newer than the last build.
powershell -NoProfile -Command ^
  "$r = $env:WB_ROOT; $t = $env:WB_TARGET;" ^
  "$j = Get-ChildItem \"$t\*\" -Include 'weighbridge-backend-service-*.jar','.built' -Force -ErrorAction SilentlyContinue | Sort-Object LastWriteTime | Select-Object -Last 1;" ^
  "if (-not $j -or -not (Test-Path \"$t\lib\") -or -not (Test-Path \"$env:WB_CONSOLE\lib\")) { exit 1 };" ^
  "$s = Get-ChildItem \"${r}pom.xml\",\"${r}shared-model\pom.xml\",\"${r}shared-model\src\main\",\"${r}backend-service\pom.xml\",\"${r}backend-service\src\main\",\"${r}console-app\pom.xml\",\"${r}console-app\src\main\" -Recurse -File;" ^
  "if ($s | Where-Object { $_.LastWriteTime -gt $j.LastWriteTime }) { exit 1 }"
IF NOT ERRORLEVEL 1 GOTO :start

ECHO Building Weighbridge (the first time downloads libraries; about 3 minutes)... 1>&2
IF NOT EXIST "%WB_ROOT%target" MKDIR "%WB_ROOT%target"
IF EXIST "%WB_TARGET%\lib" RMDIR /S /Q "%WB_TARGET%\lib"
DEL /Q "%WB_TARGET%\weighbridge-backend-service-*.jar" 2>NUL
IF EXIST "%WB_CONSOLE%\lib" RMDIR /S /Q "%WB_CONSOLE%\lib"
DEL /Q "%WB_CONSOLE%\weighbridge-console-app-*.jar" 2>NUL
PUSHD "%WB_ROOT%"
CALL mvnw.cmd -B -ntp -pl backend-service,console-app -am package -Dmaven.test.skip=true -Dspotless.check.skip=true >"%WB_LOG%" 2>&1
SET "WB_STATUS=%ERRORLEVEL%"
POPD
IF NOT "%WB_STATUS%"=="0" (
  ECHO The build failed. The end of %WB_LOG%: 1>&2
  powershell -NoProfile -Command "Get-Content -Tail 25 $env:WB_LOG" 1>&2
  EXIT /B 1
)
TYPE NUL >"%WB_TARGET%\.built"
ECHO Built. 1>&2

:start
SET "WB_CONSOLE_PATH=%WB_CONSOLE%\*;%WB_CONSOLE%\lib\*"
IF /I NOT "%~1"=="console" GOTO :service
SET "WB_REST="
SHIFT
:rest
IF "%~1"=="" GOTO :open
SET "WB_REST=%WB_REST% %1"
SHIFT
GOTO :rest
:open
"%JAVA_HOME%\bin\java" -XX:+UseSerialGC -Xmx384m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %WEIGHBRIDGE_JAVA_OPTS% -cp "%WB_CONSOLE_PATH%" io.weighbridge.console.Main%WB_REST%
EXIT /B %ERRORLEVEL%

:service
REM The options are explained in the file "weighbridge" beside this one.
"%JAVA_HOME%\bin\java" -XX:+UseG1GC -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %WEIGHBRIDGE_JAVA_OPTS% "-Dweighbridge.console=%WB_CONSOLE_PATH%" -cp "%WB_TARGET%\*;%WB_TARGET%\lib\*" io.weighbridge.backend.Main %*
EXIT /B %ERRORLEVEL%
