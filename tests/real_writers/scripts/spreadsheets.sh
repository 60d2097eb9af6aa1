# Convert workbooks by Gnumeric or LibreOffice, in the folder that it runs in: sh spreadsheets.sh gnumeric|libreoffice
set -u
printf 'temp,pressure,y\n8.0193,-1324.359,-0.2484\n4.2045,1136.0465,0.1097\n5.5265,-784.7804,0.7487\n16.3478,1e-10,0.3333333333333333\n' > source.csv
printf 'temp,pressure,sum\n8.0193,-1324.359,=A2+B2\n4.2045,1136.0465,=A3+B3\n' > formulas.csv
case "$1" in
gnumeric)
    for each in "Gnumeric_OpenCalc:odf gnumeric.ods" "Gnumeric_OpenCalc:openoffice gnumeric_strict.ods" "Gnumeric_Excel:excel_biff8 gnumeric.xls" \
        "Gnumeric_Excel:excel_biff7 gnumeric_5.xls" "Gnumeric_Excel:xlsx gnumeric.xlsx" "Gnumeric_Excel:xlsx2 gnumeric_2.xlsx" \
        "Gnumeric_stf:stf_csv gnumeric.csv" "Gnumeric_stf:stf_assistant gnumeric.txt" "Gnumeric_XmlIO:sax gnumeric.gnumeric" \
        "Gnumeric_html:html40 gnumeric.html" "Gnumeric_dif:dif gnumeric.dif" "Gnumeric_sylk:sylk gnumeric.slk"; do
        set -- $each
        ssconvert -T "$1" source.csv "$2" 2> /dev/null
    done
    ssconvert -T Gnumeric_OpenCalc:odf formulas.csv gnumeric_formulas.ods 2> /dev/null
    ssconvert -T Gnumeric_Excel:xlsx formulas.csv gnumeric_formulas.xlsx 2> /dev/null
    ssconvert --merge-to=gnumeric_two_sheets.ods source.csv formulas.csv 2> /dev/null
    ;;
libreoffice)
    cp source.csv libreoffice.csv
    cp formulas.csv libreoffice_formulas.csv
    for kind in ods fods xlsx xls html dif slk; do
        soffice --headless "-env:UserInstallation=file://$PWD/profile" --convert-to "$kind" libreoffice.csv > /dev/null 2>&1
    done
    for kind in ods xlsx; do
        soffice --headless "-env:UserInstallation=file://$PWD/profile" --convert-to "$kind" --infilter=CSV:44,34,76,1,,0,false,true,false,true libreoffice_formulas.csv > /dev/null 2>&1
    done
    soffice --headless "-env:UserInstallation=file://$PWD/profile" --convert-to 'csv:Text - txt - csv (StarCalc):59,34,76,1,,1031' libreoffice.ods > /dev/null 2>&1
    rm -r profile libreoffice_formulas.csv
    ;;
esac
rm source.csv formulas.csv
