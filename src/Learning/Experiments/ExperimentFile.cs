using System.Text;
using Federated.Learning.Experiments.Binding;
using Federated.Learning.Files;

namespace Federated.Learning.Experiments;

/// <summary>
/// Experiments as YAML files. Keys are the snake_case names of the options records; a lone word may stand for a mapping with
/// only a <c>name</c> or <c>kind</c> (<c>partition: iid</c>), and <c>true</c> for one with all defaults where that is accepted (<c>record: true</c>). Whatever is unknown, of a wrong type or outside what a key accepts
/// is refused with <see cref="InputException"/>: one line for each problem, each naming file, line and key.
/// </summary>
public static class ExperimentFile
{
    private const int LargestFile = 64 << 20;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads and validates a file.</summary>
    /// <param name="path">a YAML file</param>
    /// <param name="overrides">see <see cref="Parse"/></param>
    public static Experiment Load(string path, IReadOnlyList<string> overrides)
    {
        string text;
        try
        {
            text = ReadText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{Printable.Shorten(path, 200)}: cannot be read; expected a UTF-8 YAML file: {Printable.Shorten(e.Message, 200)}", e);
        }

        return Parse(text, path, overrides);
    }

    /// <summary>Reads and validates text.</summary>
    /// <param name="text">YAML</param>
    /// <param name="sourceName">stands for the file in messages</param>
    /// <param name="overrides">
    /// <c>key.of.section=value</c>, in this order; the value is YAML. Choosing another variant (<c>algorithm.name=fedavg</c>) drops the
    /// keys of the file that the new variant does not know and the old one does. Setting a whole section
    /// (<c>algorithm=fedavg</c>) replaces it.
    /// </param>
    public static Experiment Parse(string text, string sourceName, IReadOnlyList<string> overrides) =>
        OptionsReader.Read<Experiment>(text, sourceName, overrides, ExperimentValidator.Check);

    /// <summary>Writes the full experiment, every default filled in. Reading the file gives an equal experiment.</summary>
    /// <param name="experiment">what to write</param>
    /// <param name="path">replaced in one step if it exists</param>
    public static void Write(Experiment experiment, string path)
    {
        var bytes = _utf8.GetBytes(OptionsWriter.Write(experiment));
        WholeFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes the full experiment, every default filled in.</summary>
    public static void Write(Experiment experiment, TextWriter writer) => writer.Write(OptionsWriter.Write(experiment));

    private static string ReadText(string path)
    {
        using var stream = File.OpenRead(path);
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        // Not by the stated length: pipes and devices have none.
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > LargestFile)
            {
                throw new InputException($"{Printable.Shorten(path, 200)}: larger than {LargestFile >> 20} MiB; expected an experiment file");
            }
        }

        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        return _utf8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
    }
}
