// Small tables as SheetJS writes them. The folder is the first argument.
const XLSX = require("xlsx");
const rows = [
  ["temp", "pressure", "y"],
  [8.0193, -1324.359, -0.2484],
  [4.2045, 1136.0465, 0.1097],
  [5.5265, -784.7804, 0.7487],
  [16.3478, 1e-10, 1 / 3],
];
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), "Data");
const endings = {
  xlsx: "xlsx", xlsb: "xlsb", biff8: "xls", ods: "ods", fods: "fods", csv: "csv", txt: "txt", html: "html",
  sylk: "slk", dif: "dif", prn: "prn", rtf: "rtf", xlml: "xml", dbf: "dbf", biff5: "xls", biff2: "xls",
};
for (const [kind, ending] of Object.entries(endings)) {
  const file = `${process.argv[2]}/sheetjs_${kind}.${ending}`;
  try {
    XLSX.writeFile(book, file, { bookType: kind });
  } catch (error) {
    console.error(`${kind}: ${error.message}`);
  }
}
console.log(XLSX.version);
