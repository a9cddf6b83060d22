using Federated.Learning.LanguageModels;
using Federated.Learning.Parameters;
using Xunit;
using static TorchSharp.torch;

namespace Federated.Learning.Tests.LanguageModels;

/// <summary>What libtorch makes of a network.</summary>
internal static class NetworkOutput
{
    /// <summary>Logits of one sequence, time after time.</summary>
    public static float[] Logits(Transformer transformer, ParameterVector parameters, int[] tokens)
    {
        using var input = tensor(Array.ConvertAll(tokens, token => (long)token)).unsqueeze(0);
        using var logits = transformer.Logits(parameters.Views, input);
        Assert.Equal([1, tokens.Length, transformer.Shape.Vocabulary], logits.shape);
        return logits.contiguous().data<float>().ToArray();
    }

    /// <summary>The parameters of a trained model; to be disposed.</summary>
    public static ParameterVector Parameters(LanguageModel model)
    {
        var parameters = new ParameterVector(model.Network.Layout, trainable: false);
        model.Weights.CopyTo(parameters.Values);
        return parameters;
    }
}
