/// A program that decides, as a script of the shell, which every system has.
enum SampleProgram {
    /// Trusts whom it has positive evidence on, from a share on that is its only parameter.
    private static let script = """
        parameters=PARAMETERS
        while read -r line; do
          case "$line" in
            *'"type":"begin"'*)
              echo "{\\"type\\":\\"ready\\",\\"protocol\\":1,\\"reports\\":false$parameters}"
              threshold=${line#*'"threshold":'}
              threshold=${threshold%%[,\\}]*} ;;
            *'"type":"evaluate"'*)
              neighbours=${line#*'"neighbours":'}
              neighbours=${neighbours%%]],*}
              id=${line#*'"id":'}
              answer=$(printf '%s]' "$neighbours" | tr ']' '\\n' | awk -F, -v t="$threshold" '
                { n = NF; if (n >= 5) printf "%s[%s,%s,1]", (c++ ? "," : ""), $(n - 3), t }')
              echo "{\\"id\\":${id%%,*},\\"decisions\\":[$answer]}" ;;
            *) exit 0 ;;
          esac
        done
        """

    /// With a parameter, `threshold`.
    static let tunable = script.replacing(
        "PARAMETERS", with: #"',"parameters":[{"name":"threshold","default":0.6}]'"#)
    /// Without parameters.
    static let withoutParameters = script.replacing("PARAMETERS", with: "''")
}
