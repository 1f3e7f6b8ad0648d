@ECHO OFF
REM Finds a JDK 25 (or newer) and sets JAVA_HOME. Called by mvnw.cmd and weighbridge.cmd.
REM Order: WEIGHBRIDGE_JDK, JAVA_HOME, then the usual installation folders.
SET "__WB_JDK="
IF DEFINED WEIGHBRIDGE_JDK CALL :consider "%WEIGHBRIDGE_JDK%"
IF DEFINED JAVA_HOME CALL :consider "%JAVA_HOME%"
FOR %%R IN ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks") DO (
  IF EXIST "%%~R" FOR /D %%D IN ("%%~R\*") DO CALL :consider "%%~D"
)
IF DEFINED __WB_JDK (
  SET "JAVA_HOME=%__WB_JDK%"
  EXIT /B 0
)
ECHO Weighbridge needs a JDK 25, and none was found (looked at WEIGHBRIDGE_JDK, JAVA_HOME and the usual 1>&2
ECHO installation folders). Install one with   winget install EclipseAdoptium.Temurin.25.JDK 1>&2
ECHO Installed already? Say where:   set WEIGHBRIDGE_JDK=C:\path\to\jdk-25 1>&2
EXIT /B 1

:consider
IF DEFINED __WB_JDK EXIT /B 0
IF NOT EXIST "%~1\bin\javac.exe" EXIT /B 0
IF NOT EXIST "%~1\release" EXIT /B 0
FOR %%V IN (25 26 27 28 29) DO FINDSTR /R /C:"^JAVA_VERSION=.%%V" "%~1\release" >NUL 2>&1 && SET "__WB_JDK=%~1"
EXIT /B 0
