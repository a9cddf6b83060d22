using Federated.Learning.Data.NumPy;
using Federated.Learning.Parameters;

namespace Federated.Learning.Models;

/// <summary>Reads initial parameters that a user brings.</summary>
public static class InitialVector
{
    /// <summary>Reads a flat .npy vector, or the layout's tensors from a .safetensors file.</summary>
    /// <param name="path">the file</param>
    /// <param name="layout">what it must fit</param>
    /// <returns>x^0, length d</returns>
    /// <exception cref="InputException">Another kind of file, or it does not fit.</exception>
    public static float[] Read(string path, ParameterLayout layout)
    {
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".NPY":
                var values = NpyFile.Read(path).ToSingles();
                return values.Length == layout.Dimension
                    ? values
                    : throw new InputException(
                        $"model.initial: {path} holds {values.Length} numbers; expected {layout.Dimension}, as the model has parameters");
            case ".SAFETENSORS":
                var flat = new float[layout.Dimension];
                SafetensorsFile.Read(path).CopyTo(layout, flat);
                return flat;
            default:
                throw new InputException($"model.initial: {path} is not accepted; expected a .npy or .safetensors file");
        }
    }
}
