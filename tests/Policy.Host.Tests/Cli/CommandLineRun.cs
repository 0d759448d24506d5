using System.Text;
using Policy.Host.Cli;

namespace Policy.Host.Tests.Cli;

/// <summary>Runs verbs in this process, on files in a folder of their own.</summary>
public sealed class CommandLineRun : IDisposable
{
    /// <summary>The fact type and the table of the contract.</summary>
    public const string Parcel = """
        {"kind":"factType","key":"parcel","fields":[
          {"name":"hs","type":"text"},{"name":"value","type":"number","unit":"CNY"},{"name":"weight","type":"number","unit":"kg"},
          {"name":"grade","type":"text","values":["AA","A","B","C","D"],"ordered":true},{"name":"licensed","type":"boolean"},
          {"name":"declaredAt","type":"instant"},{"name":"lines","type":"list","fields":[{"name":"qty","type":"number"}]}]}
        """;

    public const string Thresholds = """
        {"kind":"decisionTable","key":"channel-thresholds","facts":"parcel","hitPolicy":"first",
         "inputs":[{"expression":"hs"},{"expression":"value"},{"expression":"grade"},{"expression":"licensed"}],
         "outputs":[{"name":"channel","type":"text","values":["green","red"],"default":"\"red\""},{"name":"ratio","type":"number"}],
         "rows":[{"id":"R1","when":["starts with(?, \"8471\")","[100..500)","\"A\",\"B\"","-"],"then":["\"green\"","5"],
                  "note":"…","legalBasis":"…","from":"2026-01-01","to":null}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("policy-cli-").FullName;

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A parcel of the contract's fact type that hits row R1, with other members put in their place.</summary>
    public static string Facts(decimal value = 200, string grade = "A") =>
        $$"""{"hs":"84713000","value":{{value}},"weight":1,"grade":"{{grade}}","licensed":true,"declaredAt":"2026-11-11T00:00:00+08:00","lines":[]}""";

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes the documents of the contract and gives their folder.</summary>
    public string WriteContract(string thresholds = Thresholds)
    {
        Write("rules/parcel.json", Parcel);
        Write("rules/channel-thresholds.json", thresholds);
        return Path.Combine(_folder, "rules");
    }

    public int Run(params string[] args) => RunOn("", args);

    public int RunOn(string input, params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var exitCode = PolicyCommandLine.Run(args, new Terminal(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error));
        (Output, Error) = (Encoding.UTF8.GetString(output.ToArray()), error.ToString());
        return exitCode;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
