using Federated.Learning.LanguageModels;
using Federated.Learning.Parameters;

namespace Federated.Learning.Tests.LanguageModels;

/// <summary>The same transformer written out in float64, one position at a time.</summary>
internal sealed class PlainTransformer(TransformerShape shape, ParameterLayout layout, float[] flat)
{
    private readonly Dictionary<string, ParameterTensor> _tensors = layout.Tensors.ToDictionary(tensor => tensor.Name);

    /// <summary>Logits of one sequence, [time][V].</summary>
    public double[][] Logits(int[] tokens)
    {
        var x = tokens.Select((token, t) => Add(Row("wte.weight", token), Row("wpe.weight", t + shape.PositionOffset))).ToArray();
        for (var block = 0; block < shape.Blocks; block++)
        {
            x = Block(x, $"h.{block}");
        }

        return [.. x.Select(row => Norm(row, "ln_f")).Select(row => Enumerable.Range(0, shape.Vocabulary).Select(v => Dot(Row("wte.weight", v), row)).ToArray())];
    }

    private double[][] Block(double[][] x, string name)
    {
        var qkv = x.Select(row => Linear(Norm(row, $"{name}.ln_1"), $"{name}.attn.c_attn")).ToArray();
        var result = new double[x.Length][];
        for (var t = 0; t < x.Length; t++)
        {
            var y = Add(x[t], Linear(Attend(qkv, t), $"{name}.attn.c_proj"));
            var hidden = Linear(Norm(y, $"{name}.ln_2"), $"{name}.mlp.c_fc");
            result[t] = Add(y, Linear([.. hidden.Select(Activate)], $"{name}.mlp.c_proj"));
        }

        return result;
    }

    private double[] Attend(double[][] qkv, int t)
    {
        var size = shape.Width / shape.Heads;
        var mixed = new double[shape.Width];
        for (var head = 0; head < shape.Heads; head++)
        {
            var at = head * size;
            var scores = Enumerable.Range(0, t + 1)
                .Select(s => Math.Exp(Enumerable.Range(0, size).Sum(k => qkv[t][at + k] * qkv[s][shape.Width + at + k]) / Math.Sqrt(size)))
                .ToArray();
            for (var k = 0; k < size; k++)
            {
                mixed[at + k] = Enumerable.Range(0, t + 1).Sum(s => scores[s] * qkv[s][(2 * shape.Width) + at + k]) / scores.Sum();
            }
        }

        return mixed;
    }

    private double Activate(double x) => shape.Activation switch
    {
        Activation.Relu => Math.Max(0.0, x),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        _ => 0.5 * x * (1 + MathNet.Numerics.SpecialFunctions.Erf(x / Math.Sqrt(2))),
    };

    private double[] Norm(double[] x, string name)
    {
        var mean = x.Average();
        var scale = 1.0 / Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + 1e-5);
        var (weight, bias) = (Row($"{name}.weight", 0), Row($"{name}.bias", 0));
        return [.. x.Select((value, i) => ((value - mean) * scale * weight[i]) + bias[i])];
    }

    private double[] Linear(double[] x, string name)
    {
        var bias = Row($"{name}.bias", 0);
        return [.. bias.Select((b, i) => b + Dot(Row($"{name}.weight", i), x))];
    }

    private double[] Row(string name, int row)
    {
        var tensor = _tensors[name];
        var length = (int)tensor.Shape[^1];
        return [.. flat.AsSpan(tensor.Offset + (row * length), length).ToArray().Select(value => (double)value)];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
