using System.Text.Json;

namespace Federated.Learning.Data.Leaf;

/// <summary>
/// Reads one JSON file of LEAF: {"users": [..], "num_samples": [..], "user_data": {"u": {"x": [[..]..], "y": [..]}}}.
/// Pixels are kept as bytes: LEAF's own are multiples of 1/255.
/// </summary>
internal ref struct LeafFile
{
    private readonly string _path;
    private readonly int _size;
    private readonly int _classes;
    private readonly LeafUsers _users;
    private Utf8JsonReader _json;

    private LeafFile(string path, ReadOnlySpan<byte> text, int size, int classes, LeafUsers users)
    {
        _path = path;
        _size = size;
        _classes = classes;
        _users = users;
        _json = new Utf8JsonReader(text);
    }

    /// <summary>Adds the samples of a file.</summary>
    /// <exception cref="InputException">the file is no JSON or not of this form</exception>
    public static void Read(string path, int size, int classes, LeafUsers users)
    {
        var text = InputFile.Read(path, stream => ReadAll(stream, path));
        try
        {
            new LeafFile(path, text, size, classes, users).ReadFile();
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: line {e.LineNumber + 1}: not JSON ({InputFile.OneLine(e.Message)})", e);
        }
    }

    private static byte[] ReadAll(FileStream stream, string path)
    {
        if (stream.Length > Array.MaxLength)
        {
            throw new InputException($"{path}: {stream.Length} bytes; at most {Array.MaxLength} are accepted in one file");
        }

        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }

    private void ReadFile()
    {
        Expect(JsonTokenType.StartObject, "an object with users, num_samples and user_data");
        List<string>? announced = null;
        List<int>? counts = null;
        Dictionary<string, int>? found = null;
        while (NextName(out var name))
        {
            switch (name)
            {
                case "users":
                    announced = ReadStrings();
                    break;
                case "num_samples":
                    counts = ReadIntegers("num_samples");
                    break;
                case "user_data":
                    found = ReadUsers();
                    break;
                default:
                    _json.Skip();
                    break;
            }
        }

        Check(announced, counts, found ?? throw Refuse("no user_data; expected it next to users and num_samples"));
    }

    private readonly void Check(List<string>? announced, List<int>? counts, Dictionary<string, int> found)
    {
        for (var i = 0; i < (announced?.Count ?? 0); i++)
        {
            var user = announced![i];
            if (!found.TryGetValue(user, out var samples))
            {
                throw Refuse($"user {user} is in users and not in user_data; expected it in both");
            }

            if (counts is not null && i < counts.Count && counts[i] != samples)
            {
                throw Refuse($"user {user} has {samples} samples; num_samples says {counts[i]}");
            }
        }
    }

    private Dictionary<string, int> ReadUsers()
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, "an object of users");
        while (NextName(out var user))
        {
            found[user] = ReadUser(user);
        }

        return found;
    }

    private int ReadUser(string user)
    {
        Expect(JsonTokenType.StartObject, $"an object with x and y of user {user}");
        List<byte[]>? images = null;
        List<int>? labels = null;
        while (NextName(out var name))
        {
            switch (name)
            {
                case "x":
                    images = ReadImages(user);
                    break;
                case "y":
                    labels = ReadIntegers($"y of user {user}");
                    break;
                default:
                    _json.Skip();
                    break;
            }
        }

        if (images is null || labels is null || images.Count != labels.Count)
        {
            throw Refuse($"user {user} has {images?.Count ?? 0} images in x and {labels?.Count ?? 0} labels in y; expected as many");
        }

        Add(user, images, labels);
        return labels.Count;
    }

    private readonly void Add(string user, List<byte[]> images, List<int> labels)
    {
        var number = _users.NumberOf(user);
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] < 0 || labels[i] >= _classes)
            {
                throw Refuse($"label {labels[i]} of user {user}; expected 0 to {_classes - 1}");
            }

            images[i].CopyTo(_users.Add(number, labels[i], _size));
        }
    }

    private List<byte[]> ReadImages(string user)
    {
        var images = new List<byte[]>();
        Expect(JsonTokenType.StartArray, $"a list of images in x of user {user}");
        while (Next() == JsonTokenType.StartArray)
        {
            images.Add(ReadImage(user));
        }

        return _json.TokenType == JsonTokenType.EndArray
            ? images
            : throw Refuse($"x of user {user} holds {_json.TokenType}; expected lists of {_size} pixels");
    }

    private byte[] ReadImage(string user)
    {
        var image = new byte[_size];
        var count = 0;
        while (Next() == JsonTokenType.Number)
        {
            var pixel = _json.GetDouble();
            if (count == _size || !(pixel >= 0.0 && pixel <= 1.0))
            {
                throw Refuse($"pixel {count} of an image of user {user} is {pixel}; expected {_size} numbers in [0, 1]");
            }

            image[count++] = (byte)Math.Round(pixel * 255.0);
        }

        return count == _size && _json.TokenType == JsonTokenType.EndArray
            ? image
            : throw Refuse($"an image of user {user} has {count} pixels; expected {_size} numbers in [0, 1]");
    }

    private List<int> ReadIntegers(string what)
    {
        var numbers = new List<int>();
        Expect(JsonTokenType.StartArray, $"a list in {what}");
        while (Next() == JsonTokenType.Number)
        {
            numbers.Add(_json.TryGetInt32(out var number) ? number : throw Refuse($"{what} holds a number that is no integer"));
        }

        return _json.TokenType == JsonTokenType.EndArray ? numbers : throw Refuse($"{what} holds {_json.TokenType}; expected integers");
    }

    private List<string> ReadStrings()
    {
        var strings = new List<string>();
        Expect(JsonTokenType.StartArray, "a list in users");
        while (Next() == JsonTokenType.String)
        {
            strings.Add(_json.GetString()!);
        }

        return _json.TokenType == JsonTokenType.EndArray ? strings : throw Refuse($"users holds {_json.TokenType}; expected names");
    }

    /// <summary>Moves to the next property of the current object; false at the object's end.</summary>
    private bool NextName(out string name)
    {
        name = Next() == JsonTokenType.PropertyName ? _json.GetString()! : string.Empty;
        return _json.TokenType == JsonTokenType.PropertyName;
    }

    private void Expect(JsonTokenType type, string what)
    {
        if (Next() != type)
        {
            throw Refuse($"found {_json.TokenType}; expected {what}");
        }
    }

    private JsonTokenType Next() => _json.Read() ? _json.TokenType : JsonTokenType.None;

    private readonly InputException Refuse(string message) => new($"{_path}: {message}");
}
