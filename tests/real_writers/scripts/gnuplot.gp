# Small tables as gnuplot writes them, in the folder that it runs in.
$data << EOD
0 0.5 1
1 1.5 3
2 2.25 7
EOD
set table "gnuplot_with_table.dat"
plot $data using 1:2:3 with table
unset table
set table "gnuplot_with_table_commas.csv" separator comma
plot $data using 1:2:3 with table
unset table
set table "gnuplot_points.dat"
plot $data using 1:2
unset table
set table "gnuplot_two_plots.dat"
plot $data using 1:2, $data using 1:3
unset table
set samples 4
set table "gnuplot_function.dat"
plot [0:3] x**2
unset table
