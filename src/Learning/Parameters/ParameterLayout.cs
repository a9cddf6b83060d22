using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Federated.Learning.Randomness;

namespace Federated.Learning.Parameters;

/// <summary>Names, shapes and offsets of a network's tensors in its flat parameter vector of length d, without gaps.</summary>
public sealed class ParameterLayout
{
    private readonly List<ParameterTensor> _tensors = [];

    /// <summary>The tensors in listing order: weight, then bias.</summary>
    public IReadOnlyList<ParameterTensor> Tensors => _tensors;

    /// <summary>Length d of the flat vector.</summary>
    public int Dimension { get; private set; }

    /// <summary>SHA-256 (lower-case hex) over names and shapes: two vectors fit together if and only if it is equal.</summary>
    public string Hash
    {
        get
        {
            var text = new StringBuilder();
            foreach (var tensor in _tensors)
            {
                text.Append(CultureInfo.InvariantCulture, $"{tensor.Name}[{string.Join(',', tensor.Shape)}]\n");
            }

            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }

    /// <summary>Appends a tensor.</summary>
    public ParameterLayout Add(string name, Initialiser initialiser, params long[] shape)
    {
        var tensor = new ParameterTensor(name, shape, Dimension, initialiser);
        _tensors.Add(tensor);
        Dimension = checked(Dimension + tensor.Length);
        return this;
    }

    /// <summary>Appends a fully connected layer: weight [output, input] and bias [output].</summary>
    public ParameterLayout AddLinear(string name, long input, long output)
    {
        var initialiser = Initialiser.FanIn(input);
        return Add($"{name}.weight", initialiser, output, input).Add($"{name}.bias", initialiser, output);
    }

    /// <summary>Draws initial values; every tensor has a stream of its own.</summary>
    /// <param name="seed">seed of the run</param>
    /// <param name="flat">length d</param>
    /// <param name="lane">number of the first tensor's stream: tensors of another layout with the same seed may have those before</param>
    public void Initialise(ulong seed, Span<float> flat, int lane = 0)
    {
        for (var i = 0; i < _tensors.Count; i++)
        {
            var tensor = _tensors[i];
            tensor.Initialiser.Fill(
                flat.Slice(tensor.Offset, tensor.Length),
                new KeyedStream(seed, Purpose.Initialisation, lane: lane + i));
        }
    }
}
