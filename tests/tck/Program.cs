using Policy.Tck;

// Runs the public test cases of DMN (https://github.com/dmn-tck/tck): Policy.Tck TESTCASES [FOLDER-PREFIX] [--failures] [--again: export, import and test that]
if (args.Length == 0 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("Give the folder TestCases of a copy of https://github.com/dmn-tck/tck.");
    return 2;
}

var (failures, again) = (args.Contains("--failures"), args.Contains("--again"));
var prefix = args.Skip(1).FirstOrDefault(a => !a.StartsWith('-')) ?? "";
var clean = true;
foreach (var level in new[] { "compliance-level-2", "compliance-level-3" })
{
    var results = Directory.EnumerateDirectories(Path.Combine(args[0], level)).Order(StringComparer.Ordinal)
        .Where(f => Path.GetFileName(f).StartsWith(prefix, StringComparison.Ordinal))
        .Select(f => TestFolder.Run(f, again)).ToList();
    foreach (var folder in results.Where(r => r.Failed.Count > 0))
    {
        Console.WriteLine($"{folder.Name}: {folder.Passed} of {folder.Passed + folder.Failed.Count}");
        if (failures)
            foreach (var failure in folder.Failed) Console.WriteLine("    " + failure);
    }

    var (passed, failed) = (results.Sum(r => r.Passed), results.Sum(r => r.Failed.Count));
    var models = results.Sum(r => r.Models);
    var whole = results.Count(r => r.Failed.Count == 0);
    Console.WriteLine($"{level}: {models} models, {passed + failed} test cases, {passed} passed, {failed} failed; folders that pass: {whole} of {results.Count}");
    clean &= failed == 0;
}

return clean ? 0 : 1;
