using Federated.Learning.Data.NumPy;

namespace Federated.Learning.Data.Arrays;

/// <summary>Named arrays, either files in a folder or entries of one .npz file.</summary>
internal sealed class ArraySource
{
    private readonly string _path;
    private readonly Func<string, NpyArray> _read;

    private ArraySource(string path, IEnumerable<string> names, Func<string, NpyArray> read)
    {
        _path = path;
        _read = read;
        Names = names.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Names of the arrays.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Opens a folder or an .npz file.</summary>
    /// <exception cref="InputException">there is neither</exception>
    public static ArraySource Open(string path)
    {
        if (Directory.Exists(path))
        {
            var names = Directory.GetFiles(path, "*.npy").Select(file => Path.GetFileNameWithoutExtension(file)!);
            return new ArraySource(path, names, name => NpyFile.Read(Path.Combine(path, name + ".npy")));
        }

        var archive = NpzFile.Open(path);
        return new ArraySource(path, archive.Keys, archive.Read);
    }

    /// <summary>What messages call an array.</summary>
    public string Describe(string name) => Directory.Exists(_path) ? Path.Combine(_path, name + ".npy") : $"{_path}[{name}]";

    /// <summary>Reads an array.</summary>
    public NpyArray Read(string name) => Names.Contains(name)
        ? _read(name)
        : throw new InputException(
            $"{Describe(name)}: no such array; expected train_x and train_y (or client_ID_x and client_ID_y), test_x and test_y");
}
