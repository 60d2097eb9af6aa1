; The installer of Windows, by Inno Setup 6: iscc /DVersion=0.2.0 tests\bundle\secant.iss
; It needs dist\secant, built there by: python -m tests.bundle
; Written by the documentation; not tried yet.

#ifndef Version
  #define Version "0.2.0"
#endif

[Setup]
AppId={{6C7C0B8E-3D0B-4E0A-9B53-0C5E3B7B5A11}
AppName=Secant
AppVersion={#Version}
AppPublisher=The Secant authors
DefaultDirName={autopf}\Secant
DefaultGroupName=Secant
DisableProgramGroupPage=yes
; For one user or for all, as the person chooses: neither needs more than that.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesAssociations=yes
ChangesEnvironment=yes
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\gui\icons\secant.ico
UninstallDisplayIcon={app}\secant.exe
OutputDir=..\..\dist
OutputBaseFilename=secant-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; What an older version had and this one has not would be loaded all the same.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\secant\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs

[Icons]
Name: "{group}\Secant"; Filename: "{app}\secant.exe"
Name: "{autodesktop}\Secant"; Filename: "{app}\secant.exe"; Tasks: desktopicon

[Registry]
; The same names as gui/first_launch/windows_launcher.py has.
Root: HKA; Subkey: "Software\Classes\.secant"; ValueType: string; ValueData: "Secant.Experiment"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Secant.Experiment"; ValueType: string; ValueData: "Secant experiment"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Secant.Experiment\DefaultIcon"; ValueType: string; ValueData: "{app}\_internal\gui\icons\secant.ico"
Root: HKA; Subkey: "Software\Classes\Secant.Experiment\shell\open\command"; ValueType: string; ValueData: """{app}\secant.exe"" ""%1"""

[Run]
Filename: "{app}\secant.exe"; Description: "{cm:LaunchProgram,Secant}"; Flags: nowait postinstall skipifsilent
